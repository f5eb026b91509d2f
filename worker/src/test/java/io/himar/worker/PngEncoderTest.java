package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.inference.stage.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngEncoderTest {
    @Test
    void another_decoder_reads_every_pixel_as_it_was() throws IOException {
        byte[] noise = new byte[7 * 5 * 3];
        new Random(3).nextBytes(noise);
        assertSameAfterDecoding(new RgbImage(7, 5, noise));
    }

    @Test
    void smooth_pictures_become_small_and_stay_exact() throws IOException {
        byte[] smooth = new byte[64 * 64 * 3];
        for (int i = 0; i < smooth.length; i++) {
            smooth[i] = (byte) (i / 3 % 64 * 3 + i / 192);
        }
        RgbImage image = new RgbImage(64, 64, smooth);
        assertThat(PngEncoder.encode(image)).hasSizeLessThan(smooth.length / 20);
        assertSameAfterDecoding(image);
    }

    private static void assertSameAfterDecoding(RgbImage image) throws IOException {
        BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(PngEncoder.encode(image)));
        assertThat(decoded.getWidth()).isEqualTo(image.width());
        assertThat(decoded.getHeight()).isEqualTo(image.height());
        for (int pixel = 0; pixel < image.width() * image.height(); pixel++) {
            int rgb = decoded.getRGB(pixel % image.width(), pixel / image.width());
            assertThat((byte) (rgb >> 16)).isEqualTo(image.rgb()[pixel * 3]);
            assertThat((byte) (rgb >> 8)).isEqualTo(image.rgb()[pixel * 3 + 1]);
            assertThat((byte) rgb).isEqualTo(image.rgb()[pixel * 3 + 2]);
        }
    }
}
