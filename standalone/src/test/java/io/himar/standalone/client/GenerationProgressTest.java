package io.himar.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class GenerationProgressTest {
    private final JsonMapper json = JsonMapper.shared();
    private final GenerationProgress progress = new GenerationProgress(SampleGenerations.queued("7", 2));

    @Test
    void steps_of_a_stage_fill_the_share_of_that_stage() {
        event("{'index': 0, 'stage': 'pivot', 'step': 3, 'steps': 4}");

        assertThat(progress.pivot()).isEqualTo(0.375);
        assertThat(progress.refine()).isZero();

        event("{'index': 0, 'stage': 'refine', 'step': 1, 'steps': 4}");

        assertThat(progress.pivot()).isEqualTo(0.5);
        assertThat(progress.refine()).isEqualTo(0.125);
    }

    @Test
    void a_late_step_never_moves_a_bar_back() {
        event("{'index': 0, 'status': 'running', 'stage': 'refine'}");
        event("{'index': 0, 'stage': 'pivot', 'step': 2, 'steps': 4}");

        assertThat(progress.pivot()).isEqualTo(0.5);
    }

    @Test
    void an_image_that_is_tried_again_starts_over() {
        event("{'index': 0, 'stage': 'pivot', 'step': 4, 'steps': 4}");
        event("{'index': 0, 'status': 'running', 'stage': 'pivot'}");
        event("{'index': 0, 'status': 'queued', 'stage': 'pivot'}");

        assertThat(progress.pivot()).isZero();
    }

    @Test
    void ends_are_counted() {
        event("{'index': 0, 'status': 'succeeded'}");
        event("{'index': 1, 'status': 'expired'}");

        assertThat(progress.succeeded()).isEqualTo(1);
        assertThat(progress.count("expired")).isEqualTo(1);
        assertThat(progress.refine()).isEqualTo(0.5);
    }

    @Test
    void an_event_of_no_image_changes_nothing() {
        event("{'id': 'g', 'status': 'succeeded'}");
        event("{'index': 9, 'status': 'succeeded'}");

        assertThat(progress.succeeded()).isZero();
    }

    private void event(String text) {
        progress.apply(json.readTree(text.replace('\'', '"')));
    }
}
