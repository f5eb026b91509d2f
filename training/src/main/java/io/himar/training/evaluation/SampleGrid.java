package io.himar.training.evaluation;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Grey pictures side by side in one PNG. */
public final class SampleGrid {
    private static final int ZOOM = 2;

    /** @param pixels square pictures in [-1,1], left to right, then downwards */
    public static void write(Path file, float[][] pixels, int columns) {
        int side = (int) Math.round(Math.sqrt(pixels[0].length));
        int rows = (pixels.length + columns - 1) / columns;
        int cell = side * ZOOM;
        BufferedImage image = new BufferedImage(columns * cell, rows * cell, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pixels.length; i++) {
            int left = i % columns * cell;
            int top = i / columns * cell;
            for (int y = 0; y < cell; y++) {
                for (int x = 0; x < cell; x++) {
                    int grey = Math.round((pixels[i][y / ZOOM * side + x / ZOOM] + 1) * 127.5f);
                    image.setRGB(left + x, top + y, grey * 0x010101);
                }
            }
        }
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("the picture " + file + " cannot be written", e);
        }
    }

    private SampleGrid() {}
}
