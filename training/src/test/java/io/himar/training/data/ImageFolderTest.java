package io.himar.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.himar.training.TestPictures;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private final List<String> told = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void a_folder_a_class_is_read_in_the_order_of_the_names() {
        TestPictures.write(folder, 5, 32);
        SplitPictures pictures = open(5);
        assertThat(pictures.training().classes()).containsExactly("bar", "disc", "square");
        assertThat(pictures.training().size()).isEqualTo(12);
        assertThat(pictures.heldOut().size()).isEqualTo(3);
        assertThat(pictures.training().label(0)).isZero();
        assertThat(pictures.training().label(11)).isEqualTo(2);
        assertThat(told).isEmpty();
    }

    @Test
    void the_fingerprint_follows_the_pictures_and_not_their_place() throws Exception {
        TestPictures.write(folder.resolve("a"), 5, 32);
        TestPictures.write(folder.resolve("b"), 5, 32);
        String a = PictureSets.open(folder.resolve("a"), wanted(5), told::add).fingerprint();
        assertThat(PictureSets.open(folder.resolve("b"), wanted(5), told::add).fingerprint())
                .isEqualTo(a);
        Files.delete(folder.resolve("b/disc/02.png"));
        assertThat(PictureSets.open(folder.resolve("b"), wanted(4), told::add).fingerprint())
                .isNotEqualTo(a);
    }

    @Test
    void a_file_that_cannot_be_decoded_is_named_skipped_and_counted() throws Exception {
        TestPictures.write(folder, 5, 32);
        Files.writeString(folder.resolve("disc/02.png"), "no picture");
        byte[] whole = Files.readAllBytes(folder.resolve("disc/03.png"));
        Files.write(folder.resolve("disc/03.png"), java.util.Arrays.copyOf(whole, whole.length / 2));
        SplitPictures pictures = open(3);
        assertThat(pictures.training().size() + pictures.heldOut().size()).isEqualTo(13);
        assertThat(pictures.skipped()).hasSize(2);
        assertThat(told.get(0)).startsWith("skipped disc/02.png: no image format that is known");
        assertThat(told.get(1)).startsWith("skipped disc/03.png: ");
        assertThat(told.get(2)).isEqualTo("2 of 15 images in " + folder + " were skipped");
    }

    @Test
    void what_else_lies_in_a_class_folder_is_counted_and_one_is_named() throws Exception {
        TestPictures.write(folder, 5, 32);
        Files.writeString(folder.resolve("disc/a.webp"), "a format that is not read");
        Files.createDirectory(folder.resolve("disc/more"));
        SplitPictures pictures = open(5);
        assertThat(pictures.training().size() + pictures.heldOut().size()).isEqualTo(15);
        assertThat(told).singleElement().asString().endsWith(": 2 in " + folder + ", such as disc/a.webp");
    }

    @Test
    void a_class_without_images_is_an_error() throws Exception {
        TestPictures.write(folder, 5, 32);
        Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> open(5))
                .hasMessage("the class folder " + folder.resolve("empty")
                        + " has no image that can be read, of 0 (expected: PNG, JPEG, GIF or BMP files)");
    }

    @Test
    void a_folder_of_folders_is_told_that_its_classes_may_lie_below() throws Exception {
        TestPictures.write(folder.resolve("train"), 5, 32);
        assertThatThrownBy(() -> open(5))
                .hasMessageEndingWith(
                        "; it holds folders: if those are the classes, name " + folder.resolve("train") + ")");
    }

    @Test
    void what_systems_and_archives_leave_behind_is_no_class_and_no_picture() throws Exception {
        TestPictures.write(folder, 5, 32);
        for (String left : List.of("__MACOSX", ".hidden", "@eaDir", "System Volume Information")) {
            Files.createDirectories(folder.resolve(left).resolve("disc"));
        }
        for (String left : List.of("Thumbs.db", ".DS_Store", "desktop.ini", "._00.png")) {
            Files.writeString(folder.resolve(left), "left behind");
            Files.writeString(folder.resolve("disc").resolve(left), "left behind");
        }
        assertThat(open(5).training().classes()).containsExactly("bar", "disc", "square");
        assertThat(told).isEmpty();
    }

    @Test
    void pictures_beside_the_class_folders_are_told_of() throws Exception {
        TestPictures.write(folder, 5, 32);
        Files.copy(folder.resolve("disc/00.png"), folder.resolve("loose.png"));
        open(5);
        assertThat(told).singleElement().asString().endsWith(": 1 in " + folder + ", such as loose.png");
    }

    @Test
    void an_accent_counts_the_same_composed_or_not() throws Exception {
        for (String name : List.of("caf\u00e9", "cafe\u0301")) {
            Path own = folder.resolve(name.length() + "");
            TestPictures.write(own, 5, 32);
            Files.move(own.resolve("disc"), own.resolve(name));
            Files.move(own.resolve("square"), own.resolve("cafz"));
        }
        SplitPictures composed = PictureSets.open(folder.resolve("4"), wanted(5), told::add);
        SplitPictures decomposed = PictureSets.open(folder.resolve("5"), wanted(5), told::add);
        assertThat(decomposed.training().classes()).containsExactly("bar", "cafz", "caf\u00e9");
        assertThat(decomposed.fingerprint()).isEqualTo(composed.fingerprint());
        assertThat(PictureSets.classes(folder.resolve("5"))).containsExactly("bar", "cafz", "caf\u00e9");

        Files.move(folder.resolve("4/cafz"), folder.resolve("4/cafe\u0301"));
        assertThatThrownBy(() -> PictureSets.classes(folder.resolve("4")))
                .hasMessageContaining("holds two folders of one name, caf\u00e9");
    }

    @Test
    void that_none_can_be_held_out_is_told_before_any_file_is_decoded() throws Exception {
        TestPictures.write(folder, 5, 32);
        List<Integer> passed = new ArrayList<>();
        assertThatThrownBy(() -> PictureSets.open(folder, wanted(6), new ReadingListener() {
                    @Override
                    public void told(String line) {}

                    @Override
                    public void passed(int files, int all) {
                        passed.add(files);
                    }
                }))
                .hasMessageContaining("no class has 6 images")
                .hasMessageContaining("--held-out-every");
        assertThat(passed).isEmpty();
    }

    @Test
    void damaged_and_huge_files_are_named_skipped_and_counted() throws Exception {
        TestPictures.write(folder, 5, 32);
        for (String name : List.of("half-of-a-baseline.jpg", "30000x30000.png")) {
            try (InputStream in = ImageFolderTest.class.getResourceAsStream(name)) {
                Files.write(folder.resolve("disc").resolve(name), in.readAllBytes());
            }
        }
        assertThat(open(5).skipped())
                .containsExactly(
                        "disc/30000x30000.png: too large: 30000x30000 pixels (expected: at most 120 million)",
                        "disc/half-of-a-baseline.jpg: damaged: Truncated File - Missing EOI marker");
        assertThat(told).contains("2 of 17 images in " + folder + " were skipped");
    }

    @Test
    void an_empty_folder_is_an_error() {
        assertThatThrownBy(() -> open(5)).hasMessageStartingWith(folder + " holds no data set (expected: ");
        assertThatThrownBy(() -> PictureSets.open(folder.resolve("none"), wanted(5), told::add))
                .hasMessage("there is no folder " + folder.resolve("none"));
    }

    @Test
    void a_large_picture_is_reduced_and_cropped_to_its_centre() throws Exception {
        BufferedImage wide = new BufferedImage(200, 96, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 96; y++) {
            for (int x = 0; x < 200; x++) {
                wide.setRGB(x, y, x < 52 || x >= 148 ? 0xff0000 : 0x0000ff);
            }
        }
        Path file = folder.resolve("wide.png");
        ImageIO.write(wide, "png", file.toFile());
        byte[] pixels = new PictureDecoder(32).decode(file);
        int centre = 16 * 32 + 16;
        assertThat(Byte.toUnsignedInt(pixels[centre])).isZero();
        assertThat(Byte.toUnsignedInt(pixels[2 * 1024 + centre])).isEqualTo(255);
        // Nothing of the red sides is left but what the filter carries in.
        assertThat(Byte.toUnsignedInt(pixels[16 * 32 + 3])).isLessThan(10);
    }

    @Test
    void what_is_transparent_becomes_white() throws Exception {
        BufferedImage clear = new BufferedImage(32, 32, BufferedImage.TYPE_INT_ARGB);
        Path file = folder.resolve("clear.png");
        ImageIO.write(clear, "png", file.toFile());
        byte[] expected = new byte[3 * 32 * 32];
        java.util.Arrays.fill(expected, (byte) 255);
        assertThat(new PictureDecoder(32).decode(file)).isEqualTo(expected);
    }

    @Test
    void resampling_keeps_constants_and_means() {
        byte[] plane = new byte[15 * 15];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (byte) (i * 37);
        }
        byte[] constant = new byte[15 * 15];
        java.util.Arrays.fill(constant, (byte) 200);
        for (Resampling filter : Resampling.values()) {
            var resized = filter.resized(new Resampling.Planes(new byte[][] {plane, constant}, 15, 15), 7, 7);
            assertThat(mean(resized.values()[0])).isCloseTo(mean(plane), within(4.0));
            assertThat(resized.values()[1]).containsOnly((byte) 200);
        }
        var halved =
                Resampling.BOX.resized(new Resampling.Planes(new byte[][] {{1, 3, 10, 20, 5, 7, 30, 40}}, 4, 2), 2, 1);
        assertThat(halved.values()[0]).containsExactly(4, 25);
    }

    private static double mean(byte[] values) {
        double sum = 0;
        for (byte value : values) {
            sum += Byte.toUnsignedInt(value);
        }
        return sum / values.length;
    }

    private SplitPictures open(int heldOutEvery) {
        return PictureSets.open(folder, wanted(heldOutEvery), told::add);
    }

    private static PictureSets.Wanted wanted(int heldOutEvery) {
        return new PictureSets.Wanted(32, heldOutEvery, 3, 64, null);
    }
}
