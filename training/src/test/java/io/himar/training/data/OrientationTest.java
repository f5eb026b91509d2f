package io.himar.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {
    /** Where the number of the orientation is in the file, which has no other EXIF data. */
    private static final byte[] TAG = {0x01, 0x12, 0, 3, 0, 0, 0, 1, 0};

    @TempDir
    private Path folder;

    /** Stored are two rows of three values, {@code abc} above {@code def}. */
    @ParameterizedTest
    @CsvSource({
        "NORMAL, abc def",
        "FLIPPED, cba fed",
        "ROTATED_180, fed cba",
        "FLIPPED_VERTICALLY, def abc",
        "TRANSPOSED, ad be cf",
        "ROTATED_CLOCKWISE, da eb fc",
        "TRANSVERSED, fc eb da",
        "ROTATED_COUNTER_CLOCKWISE, cf be ad",
    })
    void planes_are_turned(Orientation orientation, String expected) {
        byte[] stored = "abcdef".getBytes(StandardCharsets.US_ASCII);
        Resampling.Planes turned = orientation.turned(new Resampling.Planes(new byte[][] {stored}, 3, 2));
        String[] rows = expected.split(" ");
        assertThat(turned.width()).isEqualTo(rows[0].length());
        assertThat(turned.height()).isEqualTo(rows.length);
        assertThat(new String(turned.values()[0], StandardCharsets.US_ASCII)).isEqualTo(String.join("", rows));
    }

    /** The file is red on its left and blue on its right; the letters say where red comes to lie. */
    @ParameterizedTest
    @CsvSource({
        "1, left",
        "2, right",
        "3, right",
        "4, left",
        "5, top",
        "6, top",
        "7, bottom",
        "8, bottom",
        "0, left",
        "9, left"
    })
    void a_jpeg_file_is_turned_as_its_exif_data_say(int number, String red) throws Exception {
        byte[] pixels = new PictureDecoder(32).decode(turnedBy(number));
        String found;
        if (isRed(pixels, 2, 16) == isRed(pixels, 29, 16)) {
            found = isRed(pixels, 16, 2) ? "top" : "bottom";
        } else {
            found = isRed(pixels, 2, 16) ? "left" : "right";
        }
        assertThat(found).isEqualTo(red);
    }

    private static boolean isRed(byte[] pixels, int x, int y) {
        return Byte.toUnsignedInt(pixels[y * 32 + x]) > 128;
    }

    private Path turnedBy(int number) throws IOException {
        try (InputStream in = OrientationTest.class.getResourceAsStream("turned-clockwise.jpg")) {
            byte[] content = in.readAllBytes();
            int tag = 0;
            while (!Arrays.equals(content, tag, tag + TAG.length, TAG, 0, TAG.length)) {
                tag++;
            }
            content[tag + TAG.length] = (byte) number;
            return Files.write(folder.resolve("turned.jpg"), content);
        }
    }

    @Test
    void the_pictures_that_are_turned_are_those_of_exif() {
        assertThat(Orientation.named("Rotate270")).isEqualTo(Orientation.ROTATED_CLOCKWISE);
        assertThat(Orientation.named("another")).isEqualTo(Orientation.NORMAL);
    }
}
