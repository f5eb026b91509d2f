package io.himar.standalone.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
    private static final int RED = 0xFFCC0000;
    private static final int BLUE = 0xFF0000CC;

    @Test
    void small_pictures_are_enlarged_by_a_whole_factor_with_sharp_pixels() throws Exception {
        BufferedImage sheet = sheet(new ContactSheet.Row("7", List.of(halves(32), halves(32))));

        assertThat(count(sheet, RED)).isEqualTo(2 * 48 * 96);
        assertThat(count(sheet, BLUE)).isEqualTo(2 * 48 * 96);
    }

    @Test
    void large_pictures_keep_their_size() throws Exception {
        BufferedImage sheet = sheet(new ContactSheet.Row("otter", List.of(halves(256))));

        assertThat(count(sheet, RED)).isEqualTo(128 * 256);
    }

    @Test
    void every_row_has_its_label_before_it() throws Exception {
        int blank = inked(sheet(new ContactSheet.Row(" ", List.of(halves(32)))));
        int labelled = inked(sheet(new ContactSheet.Row("7", List.of(halves(32)))));

        assertThat(labelled).isGreaterThan(blank);
    }

    @Test
    void what_is_not_a_picture_is_refused() {
        var broken = new ContactSheet("t", List.of(new ContactSheet.Row("7", List.of(new byte[] {1, 2, 3}))));

        assertThatThrownBy(broken::png).isInstanceOf(IOException.class).hasMessageContaining("3 bytes");
    }

    private BufferedImage sheet(ContactSheet.Row row) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(new ContactSheet("test", List.of(row)).png()));
    }

    /** A square picture, left half red, right half blue. */
    private static byte[] halves(int side) throws IOException {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                picture.setRGB(x, y, x < side / 2 ? RED : BLUE);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", out);
        return out.toByteArray();
    }

    private static int count(BufferedImage image, int rgb) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == rgb ? 1 : 0;
            }
        }
        return count;
    }

    private static int inked(BufferedImage image) {
        return count(image, 0xFF2B2A28);
    }
}
