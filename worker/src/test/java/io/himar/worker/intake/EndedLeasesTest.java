package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.Cancellation;
import io.himar.contracts.ImageLease;
import org.junit.jupiter.api.Test;

class CancelledImagesTest {
    private final CancelledImages cancelled = new CancelledImages(2);

    @Test
    void a_cancellation_voids_leases_of_lower_epochs_only() {
        cancel("a", 5);
        assertThat(cancelled.voids(lease("a", 4))).isTrue();
        assertThat(cancelled.voids(lease("a", 5))).isFalse();
        assertThat(cancelled.voids(lease("b", 1))).isFalse();
    }

    @Test
    void a_late_cancellation_does_not_revive_a_lease() {
        cancel("a", 5);
        cancel("a", 2);
        assertThat(cancelled.voids(lease("a", 4))).isTrue();
    }

    @Test
    void the_image_cancelled_longest_ago_is_forgotten_when_the_memory_is_full() {
        cancel("a", 2);
        cancel("b", 2);
        cancel("a", 3);
        cancel("c", 2);
        assertThat(cancelled.voids(lease("b", 1))).isFalse();
        assertThat(cancelled.voids(lease("a", 1))).isTrue();
        assertThat(cancelled.voids(lease("c", 1))).isTrue();
    }

    private void cancel(String image, long epoch) {
        cancelled.remember(
                Cancellation.newBuilder().setImageId(image).setEpoch(epoch).build());
    }

    private static ImageLease lease(String image, long epoch) {
        return ImageLease.newBuilder().setImageId(image).setEpoch(epoch).build();
    }
}
