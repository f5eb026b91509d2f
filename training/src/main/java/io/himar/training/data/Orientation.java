package io.himar.training.data;

import java.util.Arrays;

/**
 * How a stored image is to be turned before it is looked at, the eight values of EXIF's tag Orientation (EXIF 2.32,
 * section 4.6.4). The names are those of Java's standard metadata, which counts rotations counter-clockwise and flips
 * before it rotates.
 */
enum Orientation {
    NORMAL("Normal", false, false, false),
    FLIPPED("FlipH", false, true, false),
    ROTATED_180("Rotate180", false, true, true),
    FLIPPED_VERTICALLY("FlipV", false, false, true),
    TRANSPOSED("FlipVRotate90", true, false, false),
    ROTATED_CLOCKWISE("Rotate270", true, true, false),
    TRANSVERSED("FlipHRotate90", true, true, true),
    ROTATED_COUNTER_CLOCKWISE("Rotate90", true, false, true);

    private final String metadata;
    private final boolean transposed;
    private final boolean mirrored;
    private final boolean upsideDown;

    /** First the axes change places, then columns and rows run the other way. */
    Orientation(String metadata, boolean transposed, boolean mirrored, boolean upsideDown) {
        this.metadata = metadata;
        this.transposed = transposed;
        this.mirrored = mirrored;
        this.upsideDown = upsideDown;
    }

    /** By its name in Java's standard metadata; one that is unknown turns nothing. */
    static Orientation named(String metadata) {
        return Arrays.stream(values())
                .filter(value -> value.metadata.equals(metadata))
                .findFirst()
                .orElse(NORMAL);
    }

    Resampling.Planes turned(Resampling.Planes stored) {
        if (this == NORMAL) {
            return stored;
        }
        int width = transposed ? stored.height() : stored.width();
        int height = transposed ? stored.width() : stored.height();
        byte[][] turned = stored.values().clone();
        Arrays.setAll(turned, plane -> turned(stored.values()[plane], width, height));
        return new Resampling.Planes(turned, width, height);
    }

    /**
     * @param width of the turned plane
     * @param height of the turned plane
     */
    private byte[] turned(byte[] stored, int width, int height) {
        byte[] turned = new byte[stored.length];
        for (int y = 0; y < height; y++) {
            int row = upsideDown ? height - 1 - y : y;
            for (int x = 0; x < width; x++) {
                int column = mirrored ? width - 1 - x : x;
                turned[y * width + x] = stored[transposed ? column * height + row : row * width + column];
            }
        }
        return turned;
    }
}
