package io.himar.gateway.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures that a browser can show. */
final class Squares {
    private Squares() {}

    /** A square of one grey, as PNG. */
    static byte[] png(int side, int grey) {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        for (int x = 0; x < side; x++) {
            for (int y = 0; y < side; y++) {
                picture.setRGB(x, y, 0x010101 * grey);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
