package io.himar.inference.stage;

/**
 * A picture of 8-bit RGB.
 *
 * @param rgb row-major {@code [height, width, 3]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; handed on without a copy
public record RgbImage(int width, int height, byte[] rgb) {
    public RgbImage {
        if (width < 1 || height < 1 || rgb.length != width * height * 3) {
            throw new IllegalArgumentException(
                    "rgb.length: " + rgb.length + " (expected: 3 x " + width + " x " + height + ")");
        }
    }
}
