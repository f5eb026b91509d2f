package io.himar.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageStateTest {
    @Test
    void terminal_states_have_no_way_out() {
        assertThat(ImageState.values())
                .filteredOn(ImageState::terminal)
                .containsExactly(ImageState.SUCCEEDED, ImageState.FAILED, ImageState.CANCELLED);
    }

    @Test
    void every_state_can_be_reached() {
        for (ImageState state : ImageState.values()) {
            assertThat(ImageState.values()).anyMatch(from -> from.next().contains(state));
        }
    }

    @Test
    void an_illegal_transition_names_both_states() {
        assertThatThrownBy(() -> ImageState.SUCCEEDED.to(ImageState.QUEUED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SUCCEEDED -> QUEUED");
    }

    @Test
    void the_status_of_a_job_follows_from_its_images() {
        assertThat(status(ImageState.QUEUED, ImageState.QUEUED)).isEqualTo(JobStatus.QUEUED);
        assertThat(status(ImageState.QUEUED, ImageState.SUCCEEDED)).isEqualTo(JobStatus.RUNNING);
        assertThat(status(ImageState.REFINING, ImageState.FAILED)).isEqualTo(JobStatus.RUNNING);
        assertThat(status(ImageState.SUCCEEDED, ImageState.SUCCEEDED)).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(status(ImageState.SUCCEEDED, ImageState.CANCELLED)).isEqualTo(JobStatus.PARTIAL);
        assertThat(status(ImageState.FAILED, ImageState.CANCELLED)).isEqualTo(JobStatus.FAILED);
        assertThat(status(ImageState.CANCELLED)).isEqualTo(JobStatus.CANCELLED);
    }

    private static JobStatus status(ImageState... images) {
        return JobStatus.of(List.of(images));
    }
}
