package io.himar.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.training.TestPictures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sets that are larger than the memory for their pictures. */
class StreamedPicturesTest {
    private static final int EVERYTHING = 64;
    private static final int PICTURE = 3 * 32 * 32;

    private final List<String> told = new ArrayList<>();

    @TempDir
    private Path directory;

    private Path folder;

    @BeforeEach
    void write() {
        folder = TestPictures.write(directory.resolve("pictures"), 5, 32);
    }

    @Test
    void the_pictures_are_the_same_in_memory_or_not() {
        SplitPictures inMemory = open(EVERYTHING);
        SplitPictures streamed = open(0);
        assertThat(streamed.fingerprint()).isEqualTo(inMemory.fingerprint());
        assertThat(values(streamed.training())).isEqualTo(values(inMemory.training()));
        assertThat(values(streamed.heldOut())).isEqualTo(values(inMemory.heldOut()));
    }

    @Test
    void the_fingerprint_is_that_of_all_pictures_in_memory_together() throws Exception {
        PictureDecoder decoder = new PictureDecoder(32);
        MemoryPictures all = new MemoryPictures(32, TestPictures.CLASSES);
        for (int label = 0; label < 3; label++) {
            for (int i = 0; i < 5; i++) {
                all.add(decoder.decode(file(TestPictures.CLASSES.get(label) + "/0" + i + ".png")), label);
            }
        }
        assertThat(open(0).fingerprint()).isEqualTo(all.fingerprint());
    }

    @Test
    void memory_is_filled_up_to_its_budget_and_no_further() {
        PictureMemory memory = new PictureMemory(4, PictureMemory.bytes(2, PICTURE));
        for (int i = 0; i < 4; i++) {
            memory.keep(i, new byte[PICTURE]);
            memory.keep(i, new byte[PICTURE]);
        }
        assertThat(memory.get(0)).isNotNull();
        assertThat(memory.get(1)).isNotNull();
        assertThat(memory.get(2)).isNull();
        assertThat(memory.get(3)).isNull();
        memory.keep(2, new byte[0]);
        assertThat(memory.get(2)).isNull();
    }

    @Test
    void it_is_told_when_memory_does_not_hold_all() {
        open(EVERYTHING);
        assertThat(told).isEmpty();
        open(0);
        assertThat(told)
                .containsExactly(
                        "15 pictures take 0 MB decoded (budget: 0 MB); what does not fit is decoded when needed");
    }

    @Test
    void the_pass_tells_how_far_it_is() {
        List<Integer> passed = new ArrayList<>();
        PictureSets.open(folder, wanted(0), new ReadingListener() {
            @Override
            public void told(String line) {}

            @Override
            public void passed(int files, int all) {
                assertThat(all).isEqualTo(15);
                passed.add(files);
            }
        });
        assertThat(passed).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void a_picture_in_memory_no_longer_needs_its_file_and_another_one_names_it() throws Exception {
        SplitPictures inMemory = open(EVERYTHING);
        SplitPictures streamed = open(0);
        Path deleted = file("bar/02.png");
        Files.delete(deleted);
        assertThat(values(inMemory.training())).hasSize(12 * PICTURE);
        assertThatThrownBy(() -> values(streamed.training()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("the picture " + deleted + " can no longer be read: it is gone");
        assertThatThrownBy(() -> streamed.training().range(0, 12)).hasMessageContaining(deleted + " can no longer");
    }

    @Test
    void a_picture_that_another_one_replaced_is_not_taken_for_it() throws Exception {
        SplitPictures streamed = open(0);
        Path file = file("disc/01.png");
        Files.copy(file("square/01.png"), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(file, FileTime.fromMillis(5000));
        assertThatThrownBy(() -> values(streamed.training()))
                .hasMessageStartingWith("the picture " + file + " can no longer be read: it was changed, to "
                        + Files.size(file) + " bytes of 1970-01-01T00:00:05Z (expected: ");
    }

    @Test
    void a_picture_damaged_in_place_is_named() throws Exception {
        SplitPictures streamed = open(0);
        Path file = file("disc/01.png");
        damage(file);
        assertThatThrownBy(() -> values(streamed.training()))
                .hasMessage("the picture " + file + " can no longer be read: no image format that is known");
    }

    @Test
    void files_that_have_not_changed_are_not_decoded_again() throws Exception {
        Files.writeString(file("disc/02.png"), "no picture");
        SplitPictures first = open(0);
        List<String> toldFirst = List.copyOf(told);
        told.clear();
        // Of the same size and time, so that only who decodes the file can tell.
        damage(file("disc/01.png"));
        SplitPictures again = open(0);
        assertThat(again.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(again.skipped()).isEqualTo(first.skipped()).hasSize(1);
        assertThat(again.training().size()).isEqualTo(first.training().size());
        assertThat(told).isEqualTo(toldFirst).contains("skipped disc/02.png: no image format that is known");
    }

    @Test
    void memory_is_filled_by_use_where_no_pass_fills_it() throws Exception {
        open(EVERYTHING);
        PictureSet again = open(EVERYTHING).training();
        float[] values = values(again);
        for (String name : List.of("bar/00.png", "disc/01.png")) {
            Files.delete(file(name));
        }
        assertThat(values(again)).isEqualTo(values);
    }

    @Test
    void a_file_that_has_changed_makes_all_be_decoded_again() throws Exception {
        String before = open(0).fingerprint();
        Files.setLastModifiedTime(file("bar/03.png"), FileTime.fromMillis(1000));
        damage(file("disc/01.png"));
        SplitPictures again = open(0);
        assertThat(again.fingerprint()).isNotEqualTo(before);
        assertThat(again.skipped()).hasSize(1);
    }

    @Test
    void findings_of_another_size_or_of_no_sense_are_not_used() throws Exception {
        String before = open(0).fingerprint();
        damage(file("disc/01.png"));
        var larger = new PictureSets.Wanted(64, 5, 2, 0, findings());
        assertThat(PictureSets.open(folder, larger, told::add).skipped()).hasSize(1);
        for (String other : List.of("", "{}", "[1]")) {
            Files.writeString(findings(), other);
            assertThat(open(0).fingerprint()).as(other).isNotEqualTo(before);
        }
    }

    private SplitPictures open(int memory) {
        return PictureSets.open(folder, wanted(memory), told::add);
    }

    private PictureSets.Wanted wanted(int memory) {
        return new PictureSets.Wanted(32, 5, 2, memory, findings());
    }

    private Path findings() {
        return directory.resolve("files.json");
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static void damage(Path file) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        byte[] content = new byte[(int) Files.size(file)];
        Arrays.fill(content, (byte) 1);
        Files.write(file, content);
        Files.setLastModifiedTime(file, modified);
    }

    private static float[] values(PictureSet pictures) {
        float[] values = new float[pictures.size() * pictures.values()];
        for (int i = 0; i < pictures.size(); i++) {
            pictures.read(i, values, i * pictures.values());
        }
        return values;
    }
}
