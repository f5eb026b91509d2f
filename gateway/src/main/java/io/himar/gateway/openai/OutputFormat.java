package io.himar.gateway.openai;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** How the bytes of a picture are encoded. Pictures are kept as PNG; the other format is made for each answer. */
enum OutputFormat {
    PNG,
    JPEG;

    /** The quality that is asked for by leaving it out. */
    static final int BEST = 100;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * A picture in this format.
     *
     * @param quality of a JPEG, from 0 for the smallest to 100 for the best
     * @throws UncheckedIOException if it is no PNG
     */
    byte[] of(byte[] png, int quality) {
        if (this == PNG) {
            return png;
        }
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
            if (picture == null) {
                throw new IOException("a picture of " + png.length + " bytes is no PNG");
            }
            return jpeg(opaque(picture), quality);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JPEG knows no transparency. */
    private static BufferedImage opaque(BufferedImage picture) {
        BufferedImage opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.drawImage(picture, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return opaque;
    }

    private static byte[] jpeg(BufferedImage picture, int quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality / 100f);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
