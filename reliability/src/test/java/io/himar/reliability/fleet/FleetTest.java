package io.himar.reliability.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.jobs.Priority;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The short form of {@code benchmarks/fleet}: time is virtual, so its bounds hold on any machine. */
class FleetTest {
    private static final Duration WHILE = Duration.ofSeconds(60);

    @Test
    void a_fleet_with_a_backlog_is_full_and_twice_the_workers_do_twice_the_work() {
        Backlog two = Backlog.measure(1, 2, 32);
        Backlog four = Backlog.measure(1, 4, 32);
        assertThat(two.fuller()).isGreaterThan(0.95);
        assertThat(four.fuller()).isGreaterThan(0.95);
        assertThat(four.rate() / two.rate()).isBetween(1.95, 2.05);
    }

    @Test
    void a_quiet_tenant_hardly_notices_a_loud_one_that_overloads_the_fleet() {
        Fairness fairness = Fairness.measure(1, 8, 16, WHILE);
        assertThat(fairness.loud().quantile(0.5)).isGreaterThan(Duration.ofMillis(100));
        assertThat(fairness.quiet().quantile(0.99))
                .isLessThan(fairness.alone().quantile(0.99).multipliedBy(2));
    }

    @Test
    void an_urgent_image_starts_within_one_service_time() {
        Fairness fairness = Fairness.measure(1, 2, 4, WHILE);
        assertThat(fairness.urgent().count()).isGreaterThan(3);
        assertThat(fairness.urgent().longest()).isLessThan(fairness.service());
    }

    @Test
    void background_work_starts_even_while_other_work_never_ends() {
        Fleet fleet = new Fleet(1);
        fleet.startWorkers(1, 1);
        Traffic.poisson(fleet, "default", Priority.NORMAL, 1, 2 * Gpu.PIVOT.rate(1));
        fleet.run(WHILE);
        fleet.submit("default", Priority.BACKGROUND, 1);
        fleet.run(Duration.ofMinutes(9));
        assertThat(fleet.meter().waits("default/BACKGROUND").count()).isZero();
        fleet.run(Duration.ofMinutes(2));
        assertThat(fleet.meter().waits("default/BACKGROUND").count()).isEqualTo(1);
    }

    @Test
    void tenants_share_by_weight() {
        Fleet fleet = new Fleet(1);
        fleet.weigh("heavy", 3);
        fleet.weigh("light", 1);
        fleet.startWorkers(2, 4);
        fleet.submit("heavy", Priority.NORMAL, 2000);
        fleet.submit("light", Priority.NORMAL, 2000);
        fleet.run(WHILE);
        double heavy = fleet.meter().waits("heavy/NORMAL").count();
        assertThat(heavy / fleet.meter().waits("light/NORMAL").count()).isBetween(2.8, 3.2);
    }

    @Test
    void the_load_of_a_stage_shows_an_autoscaler_at_its_first_look_how_many_workers_a_burst_needs() {
        Burst burst = Burst.measure(1, Burst.Signal.WORK_AND_USE);
        Duration atMost = Autoscaler.POLL.plus(Autoscaler.START_UP).plusSeconds(1);
        assertThat(burst.enough()).isPositive().isLessThanOrEqualTo(atMost);
        assertThat(burst.drained()).isPositive().isLessThan(atMost.plus(Burst.IN_TIME.multipliedBy(2)));
    }

    @Test
    void a_seed_is_always_the_same_run() {
        assertThat(Backlog.measure(3, 1, 8)).isEqualTo(Backlog.measure(3, 1, 8));
    }
}
