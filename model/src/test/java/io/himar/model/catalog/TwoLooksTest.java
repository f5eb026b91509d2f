package io.himar.model.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TwoLooksTest {
    private final TwoLooks<Integer> looks = new TwoLooks<>();

    @Test
    void what_is_found_counts_when_it_was_the_same_at_the_look_before() {
        assertThat(looks.settled("digits", 1)).isFalse();
        assertThat(looks.settled("digits", 2)).as("it is still being written").isFalse();
        assertThat(looks.settled("letters", 2))
                .as("another's look does not count")
                .isFalse();
        assertThat(looks.settled("digits", 2)).isTrue();
        assertThat(looks.settled("digits", 2)).as("and goes on to count").isTrue();
    }

    @Test
    void what_is_missed_is_gone_when_the_look_before_missed_it_too() {
        assertThat(looks.gone(Set.of("digits", "letters"))).isEmpty();
        assertThat(looks.gone(Set.of("digits", "emoji"))).containsExactly("digits");
        assertThat(looks.gone(Set.of())).as("it came back").isEmpty();
        assertThat(looks.gone(Set.of("emoji"))).as("two looks in a row").isEmpty();
    }

    @Test
    void what_comes_back_after_it_was_gone_has_to_settle_anew() {
        looks.settled("digits", 1);
        looks.gone(Set.of("digits"));
        looks.gone(Set.of("digits"));
        assertThat(looks.settled("digits", 1)).isFalse();
        assertThat(looks.settled("digits", 1)).isTrue();
    }
}
