package io.himar.model.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.GoldenFiles;
import io.himar.model.safetensors.SafetensorsFile;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DiffusionScheduleGoldenTest {

    private static final double RELATIVE = 1e-9;

    @Test
    void every_array_of_every_recorded_respacing_agrees() throws IOException {
        try (SafetensorsFile golden = GoldenFiles.open("schedules")) {
            Set<String> prefixes = new TreeSet<>();
            golden.names().forEach(name -> prefixes.add(name.substring(0, name.indexOf('.'))));
            assertThat(prefixes).isNotEmpty();
            for (String prefix : prefixes) {
                assertAgrees(golden, prefix, GoldenSchedules.byName(prefix));
            }
        }
    }

    @Test
    void respacing_keeps_the_steps_of_the_released_sampler() {
        assertThat(DiffusionSchedule.cosine().respaced(100).timestepMap())
                .startsWith(0, 10, 20, 30, 40, 50, 61, 71)
                .endsWith(989, 999);
        assertThat(DiffusionSchedule.cosine().respaced(250).timestepMap())
                .startsWith(0, 4, 8)
                .endsWith(991, 995, 999);
    }

    @Test
    void steps_that_do_not_ascend_are_refused() {
        assertThatThrownBy(() -> DiffusionSchedule.cosine().withSteps(new int[] {0, 5, 5}))
                .hasMessageContaining("timesteps: [0, 5, 5]");
        assertThatThrownBy(() -> DiffusionSchedule.cosine().respaced(1001)).hasMessageContaining("steps: 1001");
    }

    private static void assertAgrees(SafetensorsFile golden, String prefix, DiffusionSchedule schedule)
            throws IOException {
        for (String name : golden.names()) {
            if (!name.startsWith(prefix + ".")) {
                continue;
            }
            double[] expected = golden.tensor(name).toDoubles();
            double[] actual = GoldenSchedules.array(schedule, name.substring(prefix.length() + 1));
            assertThat(actual).as(name).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                double tolerance = RELATIVE * Math.abs(expected[i]);
                assertThat(actual[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(tolerance));
            }
        }
    }
}
