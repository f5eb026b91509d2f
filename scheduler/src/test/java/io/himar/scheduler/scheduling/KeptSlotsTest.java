package io.himar.scheduler.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.Stage;
import io.himar.storage.images.Occupancy;
import io.himar.storage.images.TenantShare;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class KeptSlotsTest {
    private static final TenantShare LOUD = new TenantShare("loud", 1, OptionalInt.empty(), 0, 0);
    private static final TenantShare QUIET = new TenantShare("quiet", 1, OptionalInt.empty(), 0, 0);
    private static final List<Occupancy> LOUD_ONLY = List.of(new Occupancy(Stage.PIVOT, "pivot-1", "loud", 100));

    @Test
    void one_slot_in_32_is_kept_for_a_tenant_that_is_away() {
        KeptSlots slots = new KeptSlots(Stage.PIVOT, 128, List.of(LOUD, QUIET), List.of("loud"), LOUD_ONLY);
        assertThat(slots.onlyThese(5)).isFalse();
        assertThat(slots.onlyThese(4)).isTrue();
        assertThat(slots.mayUse("loud")).isFalse();
    }

    @Test
    void the_tenant_that_comes_may_use_them_up_to_its_share() {
        KeptSlots slots = new KeptSlots(Stage.PIVOT, 128, List.of(LOUD, QUIET), List.of("loud", "quiet"), LOUD_ONLY);
        assertThat(slots.mayUse("quiet")).isTrue();
        for (int i = 0; i < 64; i++) {
            slots.served("quiet");
        }
        assertThat(slots.mayUse("quiet")).isFalse();
    }

    @Test
    void a_share_grows_with_the_weight() {
        TenantShare heavy = new TenantShare("loud", 3, OptionalInt.empty(), 0, 0);
        KeptSlots slots = new KeptSlots(Stage.PIVOT, 160, List.of(heavy, QUIET), List.of("quiet"), LOUD_ONLY);
        assertThat(slots.mayUse("loud")).isTrue();
    }

    @Test
    void what_a_tenant_has_in_the_other_stage_does_not_count() {
        KeptSlots slots = new KeptSlots(Stage.REFINE, 128, List.of(LOUD, QUIET), List.of("loud", "quiet"), LOUD_ONLY);
        assertThat(slots.mayUse("loud")).isTrue();
    }

    @Test
    void nothing_is_kept_from_a_tenant_that_is_the_only_one() {
        KeptSlots slots = new KeptSlots(Stage.PIVOT, 128, List.of(LOUD), List.of("loud"), LOUD_ONLY);
        assertThat(slots.onlyThese(1)).isFalse();
    }

    @Test
    void a_small_fleet_keeps_nothing() {
        KeptSlots slots = new KeptSlots(Stage.PIVOT, 31, List.of(LOUD, QUIET), List.of("loud"), List.of());
        assertThat(slots.onlyThese(1)).isFalse();
    }
}
