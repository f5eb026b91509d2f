package io.himar.training.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The red, green and blue of images, laid over white, as planes of 8 bits. The samples of a file are kept as they are:
 * {@link BufferedImage#getRGB} would take a grey one for linear light and make 188 of 128.
 */
final class OpaquePlanes {
    private static final int WHITE = 255;

    private OpaquePlanes() {}

    static Resampling.Planes of(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        if (colours instanceof IndexColorModel palette) {
            return of(image.getRaster(), new Palette(palette));
        }
        int space = colours.getColorSpace().getType();
        boolean asStored = space == ColorSpace.TYPE_GRAY
                || (space == ColorSpace.TYPE_RGB && colours.getColorSpace().isCS_sRGB());
        return asStored ? of(image.getRaster(), Samples.of(colours)) : of(converted(image));
    }

    /** What is of a colour profile of its own, by Java's colour management. */
    private static BufferedImage converted(BufferedImage image) {
        BufferedImage converted = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = converted.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return converted;
    }

    private static Resampling.Planes of(Raster raster, Pixels pixels) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[][] planes = new byte[3][width * height];
        int[] row = new int[width * raster.getNumBands()];
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int colour = 0; colour < 3; colour++) {
                    planes[colour][y * width + x] = (byte) pixels.opaque(row, x * raster.getNumBands(), colour);
                }
            }
        }
        return new Resampling.Planes(planes, width, height);
    }

    /** What the samples of a pixel mean. */
    private interface Pixels {
        /** One colour, 0 to 255, over white. */
        int opaque(int[] samples, int pixel, int colour);
    }

    private static int overWhite(int colour, int alpha) {
        return WHITE - alpha + (alpha * colour + WHITE / 2) / WHITE;
    }

    /** Samples that are indices of colours. */
    private static final class Palette implements Pixels {
        private final int[][] colours;

        Palette(IndexColorModel palette) {
            colours = new int[3][palette.getMapSize()];
            for (int i = 0; i < palette.getMapSize(); i++) {
                colours[0][i] = overWhite(palette.getRed(i), palette.getAlpha(i));
                colours[1][i] = overWhite(palette.getGreen(i), palette.getAlpha(i));
                colours[2][i] = overWhite(palette.getBlue(i), palette.getAlpha(i));
            }
        }

        @Override
        public int opaque(int[] samples, int pixel, int colour) {
            return colours[colour][samples[pixel]];
        }
    }

    /**
     * Samples that are the colours themselves, one for grey or three, then perhaps alpha.
     *
     * @param most the largest value of each sample
     * @param grey whether one sample serves for all three colours
     * @param alpha place of alpha, or -1
     * @param multiplied whether the colours have been multiplied by alpha
     */
    private record Samples(int[] most, boolean grey, int alpha, boolean multiplied) implements Pixels {

        static Samples of(ColorModel colours) {
            int[] most = colours.getComponentSize();
            for (int i = 0; i < most.length; i++) {
                most[i] = (1 << most[i]) - 1;
            }
            return new Samples(
                    most,
                    colours.getNumColorComponents() == 1,
                    colours.hasAlpha() ? most.length - 1 : -1,
                    colours.isAlphaPremultiplied());
        }

        @Override
        public int opaque(int[] samples, int pixel, int colour) {
            int value = in8Bits(samples, pixel, grey ? 0 : colour);
            if (alpha < 0) {
                return value;
            }
            int opacity = in8Bits(samples, pixel, alpha);
            return multiplied ? Math.min(WHITE, WHITE - opacity + value) : overWhite(value, opacity);
        }

        private int in8Bits(int[] samples, int pixel, int place) {
            int largest = most[place];
            int sample = samples[pixel + place];
            return largest == WHITE ? sample : (int) ((2L * WHITE * sample + largest) / (2L * largest));
        }
    }
}
