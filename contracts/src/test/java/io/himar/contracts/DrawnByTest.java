package io.himar.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawnByTest {
    private static final String FOLDER =
            "pivots/1f0e1f0e-0000-4000-8000-00000000000a/1f0e1f0e-0000-4000-8000-00000000000b/";

    @ParameterizedTest
    @ValueSource(strings = {".f16", ""})
    void a_key_says_which_version_has_drawn(String ending) {
        DrawnBy second = new DrawnBy("4711");
        assertThat(DrawnBy.key(FOLDER + "1-2" + second.suffix() + ending)).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", FOLDER + "1-2.f16", FOLDER + "7", "pivots/never-kept.f16"})
    void a_key_of_a_version_of_himar_before_says_nothing(String key) {
        assertThat(DrawnBy.key(key)).isEqualTo(new DrawnBy(""));
    }

    @Test
    void what_one_version_has_drawn_another_does_not_carry_on() {
        assertThat(new DrawnBy("1").fits("1")).isTrue();
        assertThat(new DrawnBy("1").fits("2")).isFalse();
    }

    @Test
    void what_is_not_known_is_carried_on() {
        assertThat(new DrawnBy("").fits("2")).isTrue();
        assertThat(new DrawnBy("1").fits("")).isTrue();
        assertThat(new DrawnBy("").suffix()).isEmpty();
    }
}
