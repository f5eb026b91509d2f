package io.himar.inference.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphThreadsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "4, 4", "6, 4", "16, 8", "32, 16", "64, 16"})
    void a_small_machine_is_for_one_image_and_a_larger_one_for_both_stages(int processors, int threads) {
        assertThat(GraphThreads.of(processors)).isEqualTo(threads);
    }
}
