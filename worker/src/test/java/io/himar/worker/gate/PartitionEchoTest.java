package io.himar.worker.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartitionEchoTest {
    private static final long PATIENCE = 30;

    private final PartitionEcho echo = new PartitionEcho();

    @Test
    void at_the_start_a_partition_is_deaf_until_a_probe_came_back() {
        echo.sent(1, 0);
        assertThat(echo.deaf(0, PATIENCE)).isTrue();
        echo.sent(2, 1);
        echo.heard(2);
        assertThat(echo.deaf(1, PATIENCE)).isFalse();
    }

    @Test
    void later_a_probe_may_be_on_its_way_for_a_while() {
        echo.sent(1, 0);
        echo.heard(1);
        echo.sent(2, 10);
        echo.sent(3, 20);
        assertThat(echo.deaf(39, PATIENCE)).isFalse();
        assertThat(echo.deaf(40, PATIENCE)).isTrue();
    }

    @Test
    void a_partition_that_takes_no_records_is_not_deaf() {
        echo.sent(1, 0);
        echo.notStored(1);
        echo.sent(2, 10);
        assertThat(echo.deaf(50, PATIENCE)).isFalse();
        echo.stored();
        assertThat(echo.deaf(50, PATIENCE)).isTrue();
    }
}
