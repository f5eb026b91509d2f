package io.himar.standalone.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.standalone.SuiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {
    private static final byte[] DOG = {1, 2, 3};
    private static final byte[] CAT = {4, 5, 6};

    @TempDir
    Path directory;

    private Path out;

    @BeforeEach
    void choose() {
        out = directory.resolve("new/out");
    }

    @Test
    void a_picture_whose_name_is_taken_by_another_gets_a_numbered_name() {
        PictureFolder.open(out, false).save("a-seed1", DOG);

        Path second = PictureFolder.open(out, false).save("a-seed1", CAT);

        assertThat(out.resolve("a-seed1.png")).hasBinaryContent(DOG);
        assertThat(second).isEqualTo(out.resolve("a-seed1-2.png")).hasBinaryContent(CAT);
    }

    @Test
    void a_picture_that_lies_there_already_is_found_also_under_a_numbered_name() {
        PictureFolder.open(out, false).save("a-seed1", DOG);
        Path second = PictureFolder.open(out, false).save("a-seed1", CAT);

        assertThat(PictureFolder.open(out, false).save("a-seed1", CAT)).isEqualTo(second);
        assertThat(out).isDirectoryNotContaining("glob:**-3.png");
    }

    @Test
    void two_pictures_of_one_run_never_share_a_file() {
        PictureFolder folder = PictureFolder.open(out, true);

        assertThat(folder.save("a-seed1", DOG)).isNotEqualTo(folder.save("a-seed1", DOG));
    }

    @Test
    void a_file_is_replaced_where_that_was_asked_for() {
        PictureFolder.open(out, false).save("a-seed1", DOG);

        Path replaced = PictureFolder.open(out, true).save("a-seed1", CAT);

        assertThat(replaced).isEqualTo(out.resolve("a-seed1.png")).hasBinaryContent(CAT);
    }

    @Test
    void nothing_but_the_pictures_is_left_in_the_folder() throws IOException {
        Path picture = PictureFolder.open(out, false).save("a-seed1", DOG);

        try (var files = Files.list(out)) {
            assertThat(files).containsExactly(picture);
        }
    }

    @Test
    void a_file_in_place_of_the_folder_or_above_it_is_said() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "text");

        assertThatThrownBy(() -> PictureFolder.open(file, false))
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining(file + " (it is a file): choose another folder with --out");
        assertThatThrownBy(() -> PictureFolder.open(file.resolve("below"), false))
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("--out");
    }
}
