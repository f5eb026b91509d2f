package io.himar.model.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.GoldenFiles;
import io.himar.model.safetensors.SafetensorsFile;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MaskScheduleGoldenTest {

    @Test
    void every_recorded_table_agrees() throws IOException {
        try (SafetensorsFile golden = GoldenFiles.open("generate")) {
            for (String name : golden.names()) {
                if (name.startsWith("table.")) {
                    String[] sizes = name.substring("table.".length()).split("x", -1);
                    MaskSchedule schedule = MaskSchedule.of(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]));
                    assertThat(predicted(schedule))
                            .as(name)
                            .isEqualTo(golden.tensor(name).toLongs());
                }
            }
        }
    }

    @Test
    void linear_guidance_agrees_with_the_recorded_generation() throws IOException {
        try (SafetensorsFile golden = GoldenFiles.open("generate")) {
            assertGuidance(golden, "cfg.s1.cfg_iter", tokens(golden, "cfg.small_z_final"));
            assertGuidance(golden, "cfg.s2.cfg_iter", tokens(golden, "cfg.s2.step0.mask_before"));
        }
    }

    @Test
    void every_number_of_steps_predicts_each_token_once_and_at_least_one_per_step() {
        for (int steps = 1; steps <= 64; steps++) {
            long[] predicted = predicted(MaskSchedule.of(64, steps));
            assertThat(LongStream.of(predicted)).allMatch(n -> n >= 1);
            assertThat(LongStream.of(predicted).sum()).isEqualTo(64);
        }
    }

    @Test
    void more_steps_than_tokens_are_refused() {
        assertThatThrownBy(() -> MaskSchedule.of(64, 65)).hasMessage("steps: 65 (expected: 1 to 64, the tokens)");
    }

    private static int tokens(SafetensorsFile golden, String name) throws IOException {
        return (int) golden.tensor(name).shape()[1];
    }

    private static void assertGuidance(SafetensorsFile golden, String name, int tokens) throws IOException {
        float[] expected = golden.tensor(name).toFloats();
        // The last step's is 1 + (g - 1)(N - 1)/N; settings have one decimal.
        float last = expected[expected.length - 1];
        float guidance = Math.round(10 * (1 + (last - 1) * tokens / (tokens - 1))) / 10f;
        MaskSchedule masks = MaskSchedule.of(tokens, expected.length);
        for (int step = 0; step < expected.length; step++) {
            assertThat(GuidanceSchedule.LINEAR.at(guidance, tokens, masks.remainingAfter(step)))
                    .isCloseTo(expected[step], within(1e-6f));
            assertThat(GuidanceSchedule.CONSTANT.at(guidance, tokens, masks.remainingAfter(step)))
                    .isEqualTo(guidance);
        }
    }

    private static long[] predicted(MaskSchedule schedule) {
        return IntStream.range(0, schedule.steps())
                .mapToLong(schedule::predicted)
                .toArray();
    }
}
