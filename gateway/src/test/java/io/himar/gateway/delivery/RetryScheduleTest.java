package io.himar.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.webhooks.Attempt;
import io.himar.storage.webhooks.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RetryScheduleTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<Duration> DELAYS = List.of(Duration.ofSeconds(5), Duration.ofMinutes(5));

    private final RetrySchedule schedule = new RetrySchedule(DELAYS, () -> 0.5);

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204, 299})
    void an_answer_of_the_200s_says_that_it_was_received(int status) {
        assertThat(verdict(status, 0)).isEqualTo(new Verdict.Delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 301, 307, 400, 404, 429, 500, 503})
    void any_other_is_tried_again_later_and_later_with_jitter(int status) {
        assertThat(verdict(status, 0)).isEqualTo(new Verdict.Again(Duration.ofMillis(5500), false));
        assertThat(verdict(status, 1)).isEqualTo(new Verdict.Again(Duration.ofSeconds(330), false));
        assertThat(verdict(status, 2)).isEqualTo(new Verdict.GivenUp());
    }

    @Test
    void an_endpoint_that_is_gone_is_asked_no_more() {
        assertThat(verdict(410, 0)).isEqualTo(new Verdict.EndpointGone());
    }

    @ParameterizedTest
    @CsvSource({"1, 5500", "60, 60000", "864000, 86400000"})
    void the_wait_that_a_receiver_asks_for_is_waited_but_no_longer_than_a_day(int seconds, long millis) {
        assertThat(schedule.verdict(answered(503), 0, Optional.of(Duration.ofSeconds(seconds))))
                .isEqualTo(new Verdict.Again(Duration.ofMillis(millis), true));
    }

    @Test
    void the_attempts_take_about_three_days_by_default() {
        DeliverySettings defaults = new Binder(new MapConfigurationPropertySource())
                .bindOrCreate("himar.webhooks.delivery", DeliverySettings.class);
        assertThat(defaults.retries().stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofHours(72), Duration.ofHours(80));
    }

    @Test
    void retry_after_is_a_number_of_seconds_or_a_date() {
        assertThat(RetryAfter.parse("120", NOW)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Sun, 1 Mar 2026 12:00:30 GMT", NOW)).contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse("soon", NOW)).isEmpty();
        assertThat(RetryAfter.parse("-1", NOW)).isEmpty();
        assertThat(RetryAfter.parse("99999999999", NOW)).isEmpty();
        assertThat(RetryAfter.parse(null, NOW)).isEmpty();
    }

    private Verdict verdict(int status, int tries) {
        return schedule.verdict(answered(status), tries, Optional.empty());
    }

    private static Attempt answered(int status) {
        return new Attempt(
                NOW,
                Duration.ofMillis(10),
                status == 0 ? Optional.empty() : Optional.of(status),
                status == 0 ? Optional.of("timeout") : Optional.empty());
    }
}
