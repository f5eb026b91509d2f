package io.himar.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts of captions in a file: of each the slots that hold a token. */
class ContextFileTest {
    private static final int SLOTS = 3;
    private static final int WIDTH = 2;
    private static final int[] LENGTHS = {2, 1, 3};

    @TempDir
    private Path folder;

    private int encoded;

    private ContextFile open() {
        return ContextFile.open(folder.resolve("contexts/key.f16"), LENGTHS, WIDTH, this::context);
    }

    /** All slots have values, those of padding, too. */
    private float[] context(int caption) {
        encoded++;
        float[] values = new float[SLOTS * WIDTH];
        Arrays.fill(values, caption + 0.5f);
        return values;
    }

    @Test
    void what_is_read_is_what_was_computed_and_zero_where_there_is_no_token() {
        ContextFile contexts = open();
        assertThat(contexts.length(0)).isEqualTo(2);
        assertThat(contexts.read(new int[] {1, 0, 1}, SLOTS))
                .containsExactly(
                        1.5f, 1.5f, 0, 0, 0, 0, //
                        0.5f, 0.5f, 0.5f, 0.5f, 0, 0, //
                        1.5f, 1.5f, 0, 0, 0, 0);
        assertThat(contexts.read(new int[] {2}, SLOTS)).containsOnly(2.5f);
    }

    @Test
    void a_file_that_is_there_is_not_computed_again_but_one_that_is_cut_short_is() throws IOException {
        open();
        open();
        assertThat(encoded).isEqualTo(LENGTHS.length);
        Path file = folder.resolve("contexts/key.f16");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, 5));
        open();
        assertThat(encoded).isEqualTo(2 * LENGTHS.length);
        assertThat(file).hasBinaryContent(whole);
    }
}
