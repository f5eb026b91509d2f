package io.himar.training.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Image files as square pictures (model.md, section 2): halved with a box filter while the short side is twice the
 * target or more, then resized by antialiased bicubic interpolation to that short side, then cropped to the centre.
 * What is transparent becomes white.
 *
 * @param side of the pictures
 */
record PictureDecoder(int side) {
    /** Pixels of an image that is decoded while no other large one is, so that the heap need not hold several. */
    private static final long LARGE = 16_000_000;

    private static final Object ONE_LARGE_AT_A_TIME = new Object();

    /**
     * @return planes [3,side,side] of values 0..255
     * @throws IOException where the file cannot be read, is no image that Java knows, is damaged or too large
     * @throws IllegalStateException naming a file that the heap has no room for
     */
    byte[] decode(Path file) throws IOException {
        try (StoredImage stored = StoredImage.open(Files.readAllBytes(file))) {
            if ((long) stored.width() * stored.height() < LARGE) {
                return square(stored.upright());
            }
            synchronized (ONE_LARGE_AT_A_TIME) {
                return square(stored.upright());
            }
        } catch (OutOfMemoryError e) {
            throw new IllegalStateException(
                    "the picture " + file + " does not fit the heap of "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MB while it is decoded (expected: a smaller picture, or more heap by"
                            + " JAVA_TOOL_OPTIONS=-Xmx4g)",
                    e);
        }
    }

    private byte[] square(Resampling.Planes upright) throws IOException {
        Resampling.Planes planes = upright;
        while (Math.min(planes.width(), planes.height()) >= 2L * side) {
            planes = Resampling.BOX.resized(planes, planes.width() / 2, planes.height() / 2);
        }
        double scale = side / (double) Math.min(planes.width(), planes.height());
        long width = Math.round(planes.width() * scale);
        long height = Math.round(planes.height() * scale);
        if (width * height > StoredImage.MOST_PIXELS) {
            throw new IOException("too thin: " + upright.width() + "x" + upright.height() + " pixels, which become "
                    + width + "x" + height);
        }
        return cropped(Resampling.BICUBIC.resized(planes, (int) width, (int) height));
    }

    private byte[] cropped(Resampling.Planes planes) {
        int top = (planes.height() - side) / 2;
        int left = (planes.width() - side) / 2;
        byte[] cropped = new byte[3 * side * side];
        for (int plane = 0; plane < 3; plane++) {
            for (int y = 0; y < side; y++) {
                System.arraycopy(
                        planes.values()[plane],
                        (top + y) * planes.width() + left,
                        cropped,
                        (plane * side + y) * side,
                        side);
            }
        }
        return cropped;
    }
}
