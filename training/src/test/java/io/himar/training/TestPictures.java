package io.himar.training;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Folders of small coloured pictures: discs, squares and bars at random places. */
public final class TestPictures {
    public static final List<String> CLASSES = List.of("bar", "disc", "square");

    private TestPictures() {}

    /** Writes so many pictures of each class, the same each time. */
    public static Path write(Path folder, int perClass, int side) {
        SplittableRandom random = new SplittableRandom(5);
        for (String name : CLASSES) {
            for (int i = 0; i < perClass; i++) {
                write(folder.resolve(name).resolve(String.format("%02d.png", i)), name, side, random);
            }
        }
        return folder;
    }

    private static void write(Path file, String shape, int side, SplittableRandom random) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(random.nextInt(0x1000000)));
        int size = side / 2;
        int x = random.nextInt(side - size);
        int y = random.nextInt(side - size);
        switch (shape) {
            case "disc" -> graphics.fillOval(x, y, size, size);
            case "square" -> graphics.fillRect(x, y, size, size);
            default -> graphics.fillRect(x, 0, size / 2, side);
        }
        graphics.dispose();
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
