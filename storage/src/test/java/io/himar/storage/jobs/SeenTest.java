package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenTest {
    private static final Seen EARLY = seen(10, 20, 10L, 15L);
    private static final Seen LATE = seen(15, 30, 15L, 22L);

    @Test
    void a_reader_has_seen_what_had_begun_and_was_not_running() {
        assertThat(EARLY.includes(9)).isTrue();
        assertThat(EARLY.includes(10)).isFalse();
        assertThat(EARLY.includes(14)).isTrue();
        assertThat(EARLY.includes(15)).isFalse();
        assertThat(EARLY.includes(20)).isFalse();
    }

    @Test
    void two_readers_have_both_seen_what_each_of_them_has() {
        Seen both = Seen.common(LATE, EARLY);
        for (long transaction = 0; transaction < 40; transaction++) {
            assertThat(both.includes(transaction))
                    .as("transaction %d", transaction)
                    .isEqualTo(EARLY.includes(transaction) && LATE.includes(transaction));
        }
        assertThat(Seen.common(EARLY, EARLY)).isEqualTo(EARLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10:20:10,15", "10:10:", "9223372036854:9223372036855:9223372036854"})
    void it_is_written_as_postgres_writes_it(String text) {
        assertThat(Seen.parse(text).orElseThrow().text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10:20", "10:20:x", "10:20:1,", "-1:2:", "10:20:10:1", "99999999999999999999:1:"})
    void what_is_none_is_not_read(String text) {
        assertThat(Seen.parse(text)).isEmpty();
    }

    private static Seen seen(long from, long to, Long... running) {
        return new Seen(from, to, new TreeSet<>(Set.of(running)));
    }
}
