package io.himar.worker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.ImageLease;
import org.junit.jupiter.api.Test;

class EndedLeasesTest {
    private final EndedLeases ended = new EndedLeases(2);

    @Test
    void leases_of_lower_epochs_have_ended() {
        ended.endedBelow("a", 5);
        assertThat(ended.contains(lease("a", 4))).isTrue();
        assertThat(ended.contains(lease("a", 5))).isFalse();
        assertThat(ended.contains(lease("b", 1))).isFalse();
    }

    @Test
    void a_late_message_does_not_revive_a_lease() {
        ended.endedBelow("a", 5);
        ended.endedBelow("a", 2);
        assertThat(ended.contains(lease("a", 4))).isTrue();
    }

    @Test
    void the_image_told_longest_ago_is_forgotten_when_the_memory_is_full() {
        ended.endedBelow("a", 2);
        ended.endedBelow("b", 2);
        ended.endedBelow("a", 3);
        ended.endedBelow("c", 2);
        assertThat(ended.contains(lease("b", 1))).isFalse();
        assertThat(ended.contains(lease("a", 1))).isTrue();
        assertThat(ended.contains(lease("c", 1))).isTrue();
    }

    private static ImageLease lease(String image, long epoch) {
        return ImageLease.newBuilder().setImageId(image).setEpoch(epoch).build();
    }
}
