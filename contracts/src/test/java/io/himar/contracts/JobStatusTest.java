package io.himar.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class JobStatusTest {
    @Test
    void the_status_of_a_job_follows_from_its_images() {
        assertThat(status(ImageState.QUEUED, ImageState.QUEUED)).isEqualTo(JobStatus.QUEUED);
        assertThat(status(ImageState.QUEUED, ImageState.SUCCEEDED)).isEqualTo(JobStatus.RUNNING);
        assertThat(status(ImageState.REFINING, ImageState.FAILED)).isEqualTo(JobStatus.RUNNING);
        assertThat(status(ImageState.SUCCEEDED, ImageState.SUCCEEDED)).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(status(ImageState.SUCCEEDED, ImageState.CANCELLED)).isEqualTo(JobStatus.PARTIAL);
        assertThat(status(ImageState.FAILED, ImageState.CANCELLED)).isEqualTo(JobStatus.FAILED);
        assertThat(status(ImageState.CANCELLED)).isEqualTo(JobStatus.CANCELLED);
        assertThat(status(ImageState.EXPIRED, ImageState.CANCELLED)).isEqualTo(JobStatus.EXPIRED);
        assertThat(status(ImageState.EXPIRED, ImageState.FAILED)).isEqualTo(JobStatus.FAILED);
        assertThat(status(ImageState.EXPIRED, ImageState.SUCCEEDED)).isEqualTo(JobStatus.PARTIAL);
    }

    @Test
    void a_job_is_finished_when_all_its_images_are_in_a_terminal_state() {
        assertThat(ImageState.values())
                .filteredOn(ImageState::terminal)
                .containsExactly(ImageState.SUCCEEDED, ImageState.FAILED, ImageState.CANCELLED, ImageState.EXPIRED)
                .allMatch(state -> status(state).terminal());
        assertThat(status(ImageState.FAILED, ImageState.PIVOTING).terminal()).isFalse();
    }

    @Test
    void a_job_without_images_has_no_status() {
        assertThatThrownBy(() -> JobStatus.of(List.of())).hasMessage("images: none (expected: at least one)");
    }

    private static JobStatus status(ImageState... images) {
        return JobStatus.of(List.of(images));
    }
}
