package io.himar.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which colours the decoder sees in files of every kind, and which files it refuses. */
class PictureFormatsTest {
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "grey-alpha-8.png, 128",
        "grey-alpha-16.png, 128",
        "grey-trns.png, 128",
        "grey-alpha-8-half.png, 191",
    })
    void grey_is_not_taken_for_linear_light(String name, int grey) throws Exception {
        // At the edge, since one of them is transparent in the middle.
        assertThat(rgb(shipped(name), 2, 2)).containsExactly(grey, grey, grey);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 255", "1, 0, 0", "2, 1, 85", "4, 7, 119", "8, 128, 128", "16, 32896, 128", "16, 255, 1"})
    void grey_of_any_depth_keeps_its_share_of_white(int depth, int sample, int expected) throws Exception {
        assertThat(middle(PngFile.grey(SIDE, depth).write(png(), sample)))
                .containsExactly(expected, expected, expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16})
    void the_grey_that_a_file_names_as_transparent_becomes_white_and_the_others_stay(int depth) throws Exception {
        int grey = depth == 1 ? 0 : 1 << (depth - 1);
        int other = depth == 1 ? 1 : 0;
        int expected = Math.round(255f * grey / ((1 << depth) - 1));
        assertThat(middle(PngFile.grey(SIDE, depth).withTransparent(grey).write(png(), grey)))
                .containsExactly(255, 255, 255);
        assertThat(middle(PngFile.grey(SIDE, depth).withTransparent(other).write(png(), grey)))
                .containsExactly(expected, expected, expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void the_colour_that_a_file_names_as_transparent_becomes_white_and_the_others_stay(int depth) throws Exception {
        int unit = depth == 8 ? 1 : 257;
        int[] colour = {10 * unit, 128 * unit, 200 * unit};
        assertThat(middle(PngFile.rgb(SIDE, depth).withTransparent(colour).write(png(), colour)))
                .containsExactly(255, 255, 255);
        assertThat(middle(PngFile.rgb(SIDE, depth).withTransparent(0, 0, 0).write(png(), colour)))
                .containsExactly(10, 128, 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void colours_keep_their_values_and_transparency_shows_white(int depth) throws Exception {
        int unit = depth == 8 ? 1 : 257;
        assertThat(middle(PngFile.rgb(SIDE, depth).write(png(), 10 * unit, 128 * unit, 200 * unit)))
                .containsExactly(10, 128, 200);
        assertThat(middle(PngFile.rgba(SIDE, depth).write(png(), 0, 128 * unit, 255 * unit, 128 * unit)))
                .containsExactly(127, 191, 255);
        assertThat(middle(PngFile.greyAlpha(SIDE, depth).write(png(), 128 * unit, 128 * unit)))
                .containsExactly(191, 191, 191);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void the_colours_of_a_palette_are_taken_as_they_are(int depth) throws Exception {
        assertThat(middle(PngFile.palette(SIDE, depth, 1, 2, 3, 10, 128, 200).write(png(), 1)))
                .containsExactly(10, 128, 200);
        assertThat(middle(PngFile.palette(SIDE, depth, 1, 2, 3, 10, 128, 200)
                        .withOpacities(255, 0)
                        .write(png(), 1)))
                .containsExactly(255, 255, 255);
    }

    @Test
    void colours_that_were_multiplied_by_alpha_are_laid_over_white_once() {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB_PRE);
        image.getRaster().setPixel(0, 0, new int[] {64, 0, 128, 128});
        byte[][] planes = OpaquePlanes.of(image).values();
        assertThat(new int[] {planes[0][0] & 0xff, planes[1][0] & 0xff, planes[2][0] & 0xff})
                .containsExactly(191, 127, 255);
    }

    @Test
    void jpeg_files_in_grey_keep_their_values() throws Exception {
        BufferedImage grey = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = new byte[PLANE];
        Arrays.fill(pixels, (byte) 128);
        grey.getRaster().setDataElements(0, 0, SIDE, SIDE, pixels);
        assertThat(middle(Files.write(folder.resolve("grey.jpg"), encoded(grey, "jpg", false))))
                .containsExactly(128, 128, 128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmyk.jpg", "ycck.jpg"})
    void jpeg_files_of_printing_colours_are_seen_as_they_print(String name) throws Exception {
        int[] rgb = middle(shipped(name));
        int[] expected = {255, 128, 128};
        for (int colour = 0; colour < 3; colour++) {
            assertThat(rgb[colour]).isCloseTo(expected[colour], within(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "progressive jpg", "png", "gif", "bmp"})
    void half_a_file_is_damaged_whatever_its_format(String kind) throws Exception {
        String format = kind.substring(kind.lastIndexOf(' ') + 1);
        byte[] whole = encoded(noise(), format, kind.startsWith("progressive"));
        Path file = folder.resolve("half." + format);
        new PictureDecoder(SIDE).decode(Files.write(file, whole));
        for (int part = 1; part < 20; part++) {
            Files.write(file, Arrays.copyOf(whole, whole.length * part / 20));
            assertThatThrownBy(() -> new PictureDecoder(SIDE).decode(file))
                    .as("the first %d of 20 parts", part)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void what_the_jpeg_decoder_only_warns_of_is_damage() {
        assertThatThrownBy(() -> new PictureDecoder(SIDE).decode(shipped("half-of-a-baseline.jpg")))
                .hasMessage("damaged: Truncated File - Missing EOI marker");
    }

    @Test
    void bytes_too_many_before_a_marker_leave_a_jpeg_picture_whole() throws Exception {
        byte[] whole = encoded(noise(), "jpg", false);
        byte[] longer = Arrays.copyOf(whole, whole.length + 3);
        System.arraycopy(whole, whole.length - 2, longer, whole.length + 1, 2);
        Arrays.fill(longer, whole.length - 2, whole.length + 1, (byte) 1);
        Path file = Files.write(folder.resolve("longer.jpg"), longer);
        byte[] expected = new PictureDecoder(SIDE).decode(Files.write(folder.resolve("whole.jpg"), whole));
        assertThat(new PictureDecoder(SIDE).decode(file)).isEqualTo(expected);
    }

    @Test
    void a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() {
        assertThatThrownBy(() -> new PictureDecoder(SIDE).decode(shipped("30000x30000.png")))
                .hasMessage("too large: 30000x30000 pixels (expected: at most 120 million)");
    }

    @Test
    void a_sliver_that_would_grow_beyond_all_bounds_is_refused() throws Exception {
        Path file = folder.resolve("sliver.png");
        ImageIO.write(new BufferedImage(1, 200_000, BufferedImage.TYPE_BYTE_BINARY), "png", file.toFile());
        assertThatThrownBy(() -> new PictureDecoder(SIDE).decode(file))
                .hasMessage("too thin: 1x200000 pixels, which become 32x6400000");
    }

    private Path png() {
        return folder.resolve("picture.png");
    }

    private Path shipped(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = PictureFormatsTest.class.getResourceAsStream(name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(100, 80, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 8000; i++) {
            image.setRGB(i % 100, i / 100, random.nextInt(1 << 24));
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format, boolean progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        if (progressive) {
            settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), settings);
        }
        return bytes.toByteArray();
    }

    private static int[] middle(Path file) throws IOException {
        return rgb(file, SIDE / 2, SIDE / 2);
    }

    private static int[] rgb(Path file, int x, int y) throws IOException {
        byte[] pixels = new PictureDecoder(SIDE).decode(file);
        int place = y * SIDE + x;
        return new int[] {pixels[place] & 0xff, pixels[PLANE + place] & 0xff, pixels[2 * PLANE + place] & 0xff};
    }
}
