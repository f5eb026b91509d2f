package io.himar.gateway.generation;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.contracts.Stage;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import io.himar.storage.images.CallTime;
import io.himar.storage.images.Pace;
import io.himar.storage.images.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@GatewayTest
class FeasibilityIT {
    private static final String PATH = "/v1/generations";
    private static final String MUCH = "{'class': 1, 'pivot': {'denoising_steps': 900}}";

    private final HttpCalls http;
    private final Scheduling scheduling;

    FeasibilityIT(RunningGateway gateway) {
        this.http = gateway.http();
        this.scheduling = new Scheduling(gateway);
    }

    @AfterEach
    void end_the_worker() {
        scheduling.forgetWorkers();
    }

    @Test
    void what_no_worker_can_finish_is_refused_with_the_estimate_and_the_limit() {
        assertThat(http.post(PATH, MUCH)).isAccepted();

        scheduling.announces(slow());
        assertThat(http.post(PATH, MUCH))
                .isProblem(422)
                .blames("pivot.denoising_steps")
                .says("900, with which one step takes at least 900.0 s here (expected: steps of at most 600.0 s)");
        assertThat(http.post(PATH, "{'class': 1, 'pivot': {'denoising_steps': 500}}"))
                .isAccepted();
    }

    @Test
    void what_was_admitted_once_is_shown_again_whatever_was_measured_since() {
        assertThat(http.post(PATH, MUCH, "Idempotency-Key", "before")).isAccepted();
        scheduling.announces(slow());
        assertThat(http.post(PATH, MUCH, "Idempotency-Key", "before")).isAccepted();
        assertThat(http.post(PATH, MUCH, "Idempotency-Key", "after")).isProblem(422);
    }

    @Test
    void a_deadline_that_is_over_is_refused_whichever_it_is() {
        for (String field : List.of("start_by", "finish_by")) {
            assertThat(http.post(PATH, "{'class': 1, '" + field + "': '2020-03-01T12:00:00Z'}"))
                    .isProblem(422)
                    .blames(field)
                    .says("2020-03-01T12:00:00Z (expected: a time to come; it is ");
        }
        assertThat(http.post(PATH, "{'class': 1, 'start_by': '1h'}")).isAccepted();
    }

    private static Worker slow() {
        CallTime call = new CallTime("digits-pivot", 500, 500);
        return new Worker(
                "slow",
                Stage.PIVOT,
                1,
                Set.of("digits"),
                Set.of(),
                "",
                new Pace(List.of(call, new CallTime("digits-pivot", 900, 900)), Optional.of(Duration.ofMinutes(10))));
    }
}
