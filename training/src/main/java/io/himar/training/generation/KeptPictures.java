package io.himar.training.generation;

import io.himar.model.SamplingDefaults;
import io.himar.training.data.Colours;
import io.himar.training.file.DurableFile;
import io.himar.training.torch.Tensors;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.bytedeco.pytorch.Tensor;

/**
 * Generated pictures as PNG files, {@code pictures/SEED-CLASS.png} and {@code previews/SEED-CLASS.png}: a generation
 * that was stopped goes on, several processes share one with different seeds, and other judges can look at the same
 * pictures.
 */
final class KeptPictures {
    private static final String SETTINGS = "settings.txt";

    private final Path folder;

    /**
     * @param model what draws them, with {@code sampling}; noted in the folder, which holds the pictures of one model
     *     and one way of sampling
     * @throws IllegalArgumentException if the folder holds others
     */
    KeptPictures(Path folder, String model, SamplingDefaults sampling) {
        this.folder = folder;
        String wanted = model + "\n" + sampling + "\n";
        Path settings = folder.resolve(SETTINGS);
        try {
            String found = Files.readString(settings, StandardCharsets.UTF_8);
            if (!found.equals(wanted)) {
                throw new IllegalArgumentException("the folder " + folder + " holds pictures of " + found.strip()
                        + " (expected: " + wanted.strip() + ")");
            }
        } catch (NoSuchFileException e) {
            DurableFile.write(settings, wanted);
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + settings + " cannot be read: " + e, e);
        }
    }

    /**
     * The pictures of these seeds: those kept, if they all are, or else those made, which then are kept. Always as the
     * files have them, in 8 bits, so that a generation that was stopped ends with the same figures.
     */
    Generator.Generated of(long[] classes, long[] seeds, Supplier<Generator.Generated> made) {
        String[] names = new String[seeds.length];
        Arrays.setAll(names, i -> seeds[i] + "-" + classes[i] + ".png");
        Tensor pictures = read("pictures", names);
        if (pictures == null) {
            Generator.Generated generated = made.get();
            if (generated.previews() != null) {
                write("previews", names, generated.previews());
            }
            // Last, since their presence says that the previews are there, too.
            write("pictures", names, generated.pictures());
            pictures = read("pictures", names);
        }
        return new Generator.Generated(read("previews", names), pictures);
    }

    /** [B,3,h,w], or null where one is missing. */
    private Tensor read(String kind, String[] names) {
        float[] values = new float[0];
        int side = 0;
        for (int i = 0; i < names.length; i++) {
            Path file = folder.resolve(kind).resolve(names[i]);
            BufferedImage image;
            try {
                image = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file)));
            } catch (NoSuchFileException e) {
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException("the picture " + file + " cannot be read: " + e.getMessage(), e);
            }
            if (image == null) {
                throw new IllegalArgumentException(
                        "the picture " + file + " is damaged (expected: a PNG file; delete it to have it drawn again)");
            }
            side = image.getWidth();
            values = i == 0 ? new float[names.length * 3 * side * side] : values;
            for (int plane = 0; plane < 3; plane++) {
                for (int pixel = 0; pixel < side * side; pixel++) {
                    int colour = image.getRGB(pixel % side, pixel / side) >> (16 - 8 * plane) & 0xff;
                    values[(i * 3 + plane) * side * side + pixel] = colour / 127.5f - 1;
                }
            }
        }
        return Tensors.of(values, names.length, 3, side, side);
    }

    private void write(String kind, String[] names, Tensor pictures) {
        float[] values = Tensors.floats(pictures);
        int each = values.length / names.length;
        int side = (int) pictures.size(3);
        for (int i = 0; i < names.length; i++) {
            BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
            float[] picture = Arrays.copyOfRange(values, i * each, (i + 1) * each);
            for (int pixel = 0; pixel < side * side; pixel++) {
                image.setRGB(pixel % side, pixel / side, Colours.at(picture, side, pixel));
            }
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            try {
                ImageIO.write(image, "png", png);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            DurableFile.write(folder.resolve(kind).resolve(names[i]), png.toByteArray());
        }
    }
}
