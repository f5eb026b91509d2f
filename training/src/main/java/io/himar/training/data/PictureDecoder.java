package io.himar.training.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Image files as square pictures (model.md, section 2): halved with a box filter while the short side is twice the
 * target or more, then resized by antialiased bicubic interpolation to that short side, then cropped to the centre.
 * What is transparent becomes white.
 *
 * @param side of the pictures
 */
record PictureDecoder(int side) {

    /**
     * @return planes [3,side,side] of values 0..255
     * @throws IOException where the file cannot be read or is no image that Java knows
     */
    byte[] decode(Path file) throws IOException {
        BufferedImage image;
        try {
            // From memory, since ImageIO would copy a stream of the file into a temporary file.
            var content = new ByteArrayInputStream(Files.readAllBytes(file));
            image = ImageIO.read(new MemoryCacheImageInputStream(content));
        } catch (RuntimeException e) {
            // The decoders of damaged files throw much else besides IOException.
            throw new IOException("damaged: " + e, e);
        }
        if (image == null) {
            throw new IOException("no image format that is known");
        }
        Resampling.Planes planes = planes(image);
        while (Math.min(planes.width(), planes.height()) >= 2L * side) {
            planes = Resampling.BOX.resized(planes, planes.width() / 2, planes.height() / 2);
        }
        double scale = side / (double) Math.min(planes.width(), planes.height());
        int width = (int) Math.round(planes.width() * scale);
        int height = (int) Math.round(planes.height() * scale);
        return cropped(Resampling.BICUBIC.resized(planes, width, height));
    }

    private static Resampling.Planes planes(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage opaque = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        int[] rgb = opaque.getRGB(0, 0, width, height, null, 0, width);
        byte[][] planes = new byte[3][rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            planes[0][i] = (byte) (rgb[i] >> 16);
            planes[1][i] = (byte) (rgb[i] >> 8);
            planes[2][i] = (byte) rgb[i];
        }
        return new Resampling.Planes(planes, width, height);
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
