package io.himar.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkloadTest {
    private final Workload work = new Workload(Workload.work(8, 24, 24), Workload.work(4, 49, 49));

    @Test
    void a_stage_weighs_as_many_passes_as_it_has() {
        assertThat(work).isEqualTo(new Workload(200, 200));
    }

    @Test
    void progress_goes_on_over_both_stages() {
        assertThat(work.progress(false, 0, 8)).isZero();
        assertThat(work.progress(false, 4, 8)).isEqualTo(0.25);
        assertThat(work.progress(true, 0, 4)).isEqualTo(0.5);
        assertThat(work.progress(true, 3, 4)).isEqualTo(0.875);
    }

    @Test
    void steps_that_are_not_known_yet_are_none() {
        assertThat(work.progress(false, 0, 0)).isZero();
    }
}
