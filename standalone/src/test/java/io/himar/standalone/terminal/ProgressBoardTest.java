package io.himar.standalone.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.standalone.client.GenerationProgress;
import io.himar.standalone.client.SampleGenerations;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressBoardTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final List<GenerationProgress> two = List.of(
            new GenerationProgress(SampleGenerations.queued("cat", 2)),
            new GenerationProgress(SampleGenerations.queued("a", 2)));

    @Test
    void elsewhere_than_on_a_terminal_a_line_is_printed_only_when_something_changed() {
        ProgressBoard board = board(false);

        board.refresh();
        board.refresh();

        assertThat(text().lines())
                .containsExactly("cat: pivot 0 %, refine 0 %, 0 of 2 done", "a  : pivot 0 %, refine 0 %, 0 of 2 done");
    }

    @Test
    void on_a_terminal_the_lines_are_drawn_over_the_earlier_ones() {
        ProgressBoard board = board(true);

        board.refresh();
        assertThat(text()).contains("cat").doesNotContain("\u001b[2A");
        board.refresh();
        assertThat(text()).contains("\u001b[2A");
    }

    private ProgressBoard board(boolean interactive) {
        return new ProgressBoard(new Terminal(new PrintStream(shown, true, UTF_8), interactive, false), two);
    }

    private String text() {
        return shown.toString(UTF_8);
    }
}
