package io.himar.training.generation;

import io.himar.training.data.Colours;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures side by side in one PNG, twice as large. */
public final class SampleGrid {
    private static final int ZOOM = 2;

    private SampleGrid() {}

    /** @param pictures square, each [3,side,side] in [-1,1]; left to right, then downwards */
    public static byte[] png(float[][] pictures, int columns) {
        int side = (int) Math.round(Math.sqrt(pictures[0].length / 3.0));
        int rows = (pictures.length + columns - 1) / columns;
        int cell = side * ZOOM;
        BufferedImage image = new BufferedImage(columns * cell, rows * cell, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pictures.length; i++) {
            int left = i % columns * cell;
            int top = i / columns * cell;
            for (int y = 0; y < cell; y++) {
                for (int x = 0; x < cell; x++) {
                    image.setRGB(left + x, top + y, Colours.at(pictures[i], side, y / ZOOM * side + x / ZOOM));
                }
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
