package io.himar.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.Stage;
import io.himar.gateway.ApiClient;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import io.himar.storage.images.Pace;
import io.himar.storage.images.Worker;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@GatewayTest
class GenerationWarningsIT {
    private final ApiClient client;
    private final Scheduling scheduling;

    GenerationWarningsIT(RunningGateway gateway) {
        this.client = new ApiClient(gateway.http());
        this.scheduling = new Scheduling(gateway);
    }

    @AfterEach
    void end_the_workers() {
        scheduling.forgetWorkers();
    }

    @Test
    void a_generation_whose_model_no_worker_runs_waits_and_says_so_until_one_of_each_stage_does() {
        announces("pivot", Stage.PIVOT, "letters");
        announces("refine", Stage.REFINE, "digits");
        GenerationDocument asked = client.generate("{'class': 1}");
        awaitWarned(asked, true);
        assertThat(client.look(asked).json().path("status").stringValue()).isEqualTo("queued");
        assertThat(client.look(asked).json().path("warnings").toString())
                .isEqualTo(
                        "[{\"code\":\"no_worker\",\"field\":\"model\",\"message\":\"no worker runs model digits at the"
                                + " moment, the generation waits until one does\",\"words\":[]}]");

        announces("pivot", Stage.PIVOT, "digits");
        awaitWarned(asked, false);
    }

    @Test
    void a_draft_needs_no_worker_of_stage_2_and_what_has_ended_needs_none() {
        announces("pivot", Stage.PIVOT, "digits");
        GenerationDocument draft = client.generate("{'class': 1, 'draft': true}");
        awaitWarned(draft, false);
        GenerationDocument whole = client.generate("{'class': 1}");
        awaitWarned(whole, true);
        scheduling.pick(draft.id()).forEach(image -> scheduling.finishPivot(image, new byte[] {1}));
        scheduling.forgetWorkers();
        awaitWarned(whole, true);
        awaitWarned(draft, false);
    }

    private void awaitWarned(GenerationDocument generation, boolean warned) {
        await().untilAsserted(() ->
                assertThat(client.look(generation).json().has("warnings")).isEqualTo(warned));
    }

    private void announces(String id, Stage stage, String model) {
        scheduling.announces(new Worker(id, stage, 0, Set.of(model), Set.of(), "busy", Pace.UNKNOWN));
    }
}
