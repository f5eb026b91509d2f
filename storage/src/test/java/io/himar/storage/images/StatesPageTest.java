package io.himar.storage.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "states.md");

    /** With {@code -Dstates.write=true} it writes the page instead. */
    @Test
    void the_page_shows_the_table_that_the_code_follows() throws IOException {
        if (Boolean.getBoolean("states.write")) {
            Files.writeString(PAGE, StatesPage.text());
        }
        assertThat(Files.readString(PAGE))
                .as("docs/states.md differs from LifeTable. This writes it anew: mvn -pl storage -am test"
                        + " -Dtest=StatesPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dstates.write=true")
                .isEqualTo(StatesPage.text());
    }

    @Test
    void every_situation_can_be_reached_and_only_terminal_ones_have_no_way_out() {
        for (Situation situation : Situation.values()) {
            Set<Situation> next = Arrays.stream(Trigger.Kind.values())
                    .flatMap(kind -> LifeTable.next(situation, kind).stream())
                    .collect(Collectors.toSet());
            assertThat(next.isEmpty()).isEqualTo(situation.terminal());
            assertThat(into(situation)).as("ways into " + situation).anyMatch(from -> from != situation);
        }
    }

    private static Stream<Situation> into(Situation to) {
        return Arrays.stream(Situation.values())
                .filter(from -> Arrays.stream(Trigger.Kind.values())
                        .anyMatch(kind -> LifeTable.next(from, kind).contains(to)));
    }
}
