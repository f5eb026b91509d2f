package io.himar.training.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Pictures that all lie in memory, a byte a value. */
final class MemoryPictures implements PictureSet {
    private final int side;
    private final List<String> classes;
    private final List<byte[]> pictures = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    MemoryPictures(int side, List<String> classes) {
        this.side = side;
        this.classes = List.copyOf(classes);
    }

    /** @param pixels values 0..255, one plane [side,side] for a grey picture or three, [3,side,side]; not copied */
    void add(byte[] pixels, int label) {
        int plane = side * side;
        if (pixels.length != plane && pixels.length != 3 * plane) {
            throw new IllegalArgumentException("pixels: " + pixels.length + " (expected: one or three planes of " + side
                    + "x" + side + ", " + plane + " values each)");
        }
        pictures.add(pixels);
        labels.add(label);
    }

    /** These pictures in another order, or some of them. */
    MemoryPictures picked(List<Integer> indices) {
        MemoryPictures picked = new MemoryPictures(side, classes);
        for (int index : indices) {
            picked.add(pictures.get(index), labels.get(index));
        }
        return picked;
    }

    /** SHA-256 of the classes' names and of every picture with its class. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((side + " " + classes).getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < pictures.size(); i++) {
                digest.update((" " + labels.get(i) + " ").getBytes(StandardCharsets.UTF_8));
                digest.update(pictures.get(i));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public int side() {
        return side;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int label(int index) {
        return labels.get(index);
    }

    @Override
    public void read(int index, float[] target, int offset) {
        byte[] pixels = pictures.get(index);
        for (int i = 0; i < values(); i++) {
            target[offset + i] = Byte.toUnsignedInt(pixels[i % pixels.length]) / 127.5f - 1;
        }
    }
}
