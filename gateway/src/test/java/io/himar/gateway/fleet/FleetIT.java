package io.himar.gateway.fleet;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.contracts.Stage;
import io.himar.gateway.ApiClient;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import io.himar.storage.images.Pace;
import io.himar.storage.images.Worker;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@GatewayTest
class FleetIT {
    private final HttpCalls http;
    private final ApiClient client;
    private final Scheduling scheduling;

    FleetIT(RunningGateway gateway) {
        this.http = gateway.http();
        this.client = new ApiClient(http);
        this.scheduling = new Scheduling(gateway);
    }

    @AfterEach
    void forget_the_workers() {
        scheduling.forgetWorkers();
    }

    @Test
    void it_tells_who_waits_and_which_workers_take_what() {
        scheduling.announces(worker("pivot-1", Stage.PIVOT, 4, ""));
        scheduling.announces(worker("refine-1", Stage.REFINE, 0, "inference_unavailable"));
        JsonNode before = http.get("/v1/workers").json();
        GenerationDocument waits = client.generate("{'class': 1, 'count': 3}");

        JsonNode fleet = http.get("/v1/workers").json();

        JsonNode pivot = fleet.path("stages").path(0);
        assertThat(pivot.path("stage").stringValue()).isEqualTo("pivot");
        assertThat(pivot.path("waiting").intValue()
                        - before.path("stages").path(0).path("waiting").intValue())
                .isEqualTo(3);
        assertThat(pivot.path("slots").intValue()).isEqualTo(4);
        assertThat(fleet.path("workers")
                        .valueStream()
                        .map(each -> each.path("id").stringValue()))
                .containsExactly("pivot-1", "refine-1");
        assertThat(fleet.path("workers").path(1).path("reason").stringValue()).isEqualTo("inference_unavailable");
        client.cancel(waits);
        scheduling.carryOutCancellations();
    }

    private static Worker worker(String id, Stage stage, int slots, String reason) {
        return new Worker(
                id, stage, slots, Set.of("digits"), Set.of("DDIM"), reason, new Pace(List.of(), Optional.empty()));
    }
}
