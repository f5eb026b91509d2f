package io.himar.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.training.TestPictures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder of pictures with captions. */
class CaptionedFolderTest {
    @TempDir
    private Path directory;

    private Path folder;

    /** Four pictures, a.png to d.png. */
    @BeforeEach
    void write() throws IOException {
        Path drawn = TestPictures.write(directory.resolve("drawn"), 4, 32).resolve("disc");
        folder = Files.createDirectories(directory.resolve("folder"));
        for (int i = 0; i < 4; i++) {
            Files.move(drawn.resolve("0" + i + ".png"), folder.resolve("abcd".charAt(i) + ".png"));
        }
    }

    private SplitPictures open() {
        List<String> told = new ArrayList<>();
        return CaptionedFolder.open(folder, new PictureSets.Wanted(32, 2, 1, 16, null), told::add);
    }

    private void caption(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".txt"), text);
    }

    private void captionAll() throws IOException {
        for (String name : List.of("a", "b", "c", "d")) {
            caption(name, "a disc called " + name + "\n");
        }
    }

    private void metadata(String... lines) throws IOException {
        Files.write(folder.resolve("metadata.jsonl"), List.of(lines));
    }

    private static List<String> captions(PictureSet set) {
        return Stream.iterate(0, i -> i < set.size(), i -> i + 1)
                .map(((CaptionedPictures) set)::caption)
                .toList();
    }

    @Test
    void captions_lie_in_files_beside_the_pictures() throws IOException {
        captionAll();
        assertThat(CaptionedFolder.isOne(folder)).isTrue();
        SplitPictures pictures = open();
        assertThat(captions(pictures.training())).containsExactly("a disc called a", "a disc called c");
        assertThat(captions(pictures.heldOut())).containsExactly("a disc called b", "a disc called d");
        float[] values = new float[pictures.training().values()];
        pictures.training().read(1, values, 0);
        float[] third = new float[values.length];
        MemoryPictures.put(new PictureDecoder(32).decode(folder.resolve("c.png")), third, 0, third.length);
        assertThat(values).isEqualTo(third);
    }

    @Test
    void a_metadata_file_may_name_pictures_below_and_goes_before_text_files() throws IOException {
        captionAll();
        Files.move(
                folder.resolve("d.png"),
                Files.createDirectories(folder.resolve("more")).resolve("d.png"));
        metadata(
                "{\"file_name\": \"more/d.png\", \"text\": \"fourth\", \"width\": 32}",
                "",
                "{\"file_name\": \"./a.png\", \"text\": \"first\"}",
                "{\"file_name\": \"b.png\", \"text\": \"second\"}",
                "{\"file_name\": \"c.png\", \"text\": \" third \"}");
        SplitPictures pictures = open();
        assertThat(captions(pictures.training())).containsExactly("first", "third");
        assertThat(captions(pictures.heldOut())).containsExactly("second", "fourth");
    }

    @Test
    void another_caption_makes_another_data_set() throws IOException {
        captionAll();
        String before = open().fingerprint();
        assertThat(open().fingerprint()).isEqualTo(before);
        caption("c", "a disc");
        assertThat(open().fingerprint()).isNotEqualTo(before);
    }

    @Test
    void a_mark_before_a_text_and_line_breaks_are_no_part_of_it() throws IOException {
        captionAll();
        caption("a", "\uFEFFa disc\r\nin colour\n");
        assertThat(captions(open().training())).first().isEqualTo("a disc in colour");
    }

    @Test
    void a_picture_without_a_caption_is_named() throws IOException {
        captionAll();
        Files.delete(folder.resolve("c.txt"));
        assertThatThrownBy(this::open)
                .hasMessage(folder.resolve("c.png") + " has no caption (expected: one for each picture, in c.txt beside"
                        + " it, or all in metadata.jsonl)");
        Files.delete(folder.resolve("b.txt"));
        assertThatThrownBy(this::open)
                .hasMessageStartingWith(folder.resolve("b.png") + " (like 1 more) has no caption");
    }

    @Test
    void an_empty_caption_is_named() throws IOException {
        captionAll();
        caption("b", " \n");
        assertThatThrownBy(this::open)
                .hasMessage(
                        folder.resolve("b.txt") + " is empty (expected: a caption, in words what the picture shows)");
    }

    @Test
    void a_caption_in_another_encoding_is_named() throws IOException {
        captionAll();
        Files.write(folder.resolve("b.txt"), "grün".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::open)
                .hasMessage(folder.resolve("b.txt") + " is not UTF-8 (expected: a caption in that encoding)");
        Files.write(folder.resolve("metadata.jsonl"), "grün".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::open)
                .hasMessage(folder.resolve("metadata.jsonl") + " is not UTF-8 (expected: JSON in that encoding)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\": \"x\"} | file_name: missing (expected: the name of a picture)",
                "[] | file_name: missing (expected: the name of a picture)",
                "{\"file_name\": 3, \"text\": \"x\"} | file_name: 3 (expected: the name of a picture)",
                "{\"file_name\": \"a.png\"} | text: missing (expected: a caption, in words what the picture shows)",
                "{\"file_name\": \"a.png\", \"text\": \" \"} | text: \" \" (expected: a caption, in words what the"
                        + " picture shows)",
                "{\"file_name\": \"e.png\", \"text\": \"x\"} | file_name e.png (expected: a picture that lies in"
                        + " FOLDER)",
                "{\"file_name\": \"../drawn/bar/00.png\", \"text\": \"x\"} | file_name ../drawn/bar/00.png (expected:"
                        + " a picture that lies in FOLDER)",
                "{\"file_name\": \"d.png\", \"text\": \"x\"} | file_name d.png again (expected: each picture once)",
                "{\"file_name\": \"metadata.jsonl\", \"text\": \"x\"} | file_name metadata.jsonl (expected: a PNG, JPEG,"
                        + " GIF or BMP file)",
            })
    void a_wrong_line_of_the_metadata_file_is_named(String line, String problem) throws IOException {
        metadata("{\"file_name\": \"d.png\", \"text\": \"fine\"}", line);
        assertThatThrownBy(this::open)
                .hasMessage(
                        folder.resolve("metadata.jsonl") + ", line 2: " + problem.replace("FOLDER", folder.toString()));
    }

    @Test
    void a_line_that_is_no_json_is_named() throws IOException {
        metadata("a.png a disc");
        assertThatThrownBy(this::open)
                .hasMessageStartingWith(folder.resolve("metadata.jsonl") + ", line 1: no JSON, ")
                .hasMessageEndingWith("(expected: an object with file_name and text)");
        metadata("");
        assertThatThrownBy(this::open)
                .hasMessage(folder.resolve("metadata.jsonl") + " has no line (expected: one for each picture)");
    }

    @Test
    void folders_of_classes_are_no_folder_of_captions() {
        assertThat(CaptionedFolder.isOne(directory.resolve("drawn"))).isFalse();
    }
}
