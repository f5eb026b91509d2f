package io.himar.training.data;

import java.util.ArrayList;
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

    String fingerprint() {
        PictureDigest digest = new PictureDigest(side, classes);
        for (int i = 0; i < pictures.size(); i++) {
            digest.add(pictures.get(i), labels.get(i));
        }
        return digest.fingerprint();
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
        put(pictures.get(index), target, offset, values());
    }

    /** Turns pixels 0..255 into values in [-1,1]; the plane of a grey picture serves for all three. */
    static void put(byte[] pixels, float[] target, int offset, int values) {
        for (int i = 0; i < values; i++) {
            target[offset + i] = Byte.toUnsignedInt(pixels[i % pixels.length]) / 127.5f - 1;
        }
    }
}
