package io.himar.gateway.generation;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.ApiClient;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class WaitIT {
    private static final String PATH = "/v1/generations";

    private final HttpCalls http;
    private final ApiClient client;
    private final Scheduling scheduling;

    WaitIT(RunningGateway gateway) {
        this.http = gateway.http();
        this.client = new ApiClient(http);
        this.scheduling = new Scheduling(gateway);
    }

    @Test
    void whoever_waits_is_answered_when_the_generation_ends() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1}");
        CompletableFuture<HttpCalls.Answer> answer =
                CompletableFuture.supplyAsync(() -> http.get(generation.self() + "?wait=60"));
        CompletableFuture<HttpCalls.Answer> preferring =
                CompletableFuture.supplyAsync(() -> http.get(generation.self(), "Prefer", "respond-async, wait=50"));

        scheduling.finish(scheduling.pick(generation.id()).get(0), new byte[] {1});

        assertThat(answer.get(30, TimeUnit.SECONDS)).isOk().hasNoHeader("Preference-Applied");
        assertThat(answer.get().generation()).succeeded();
        assertThat(preferring.get(30, TimeUnit.SECONDS).generation()).succeeded();
    }

    @Test
    void a_submission_that_waits_is_answered_with_the_end_and_200() throws Exception {
        String metadata = "{'class': 1, 'metadata': {'tag': 'waits'}}";
        CompletableFuture<HttpCalls.Answer> answer =
                CompletableFuture.supplyAsync(() -> http.post(PATH, metadata, "Prefer", "wait=55"));
        GenerationDocument generation = submitted();

        scheduling.finish(scheduling.pick(generation.id()).get(0), new byte[] {1});

        assertThat(answer.get(30, TimeUnit.SECONDS))
                .isOk()
                .hasHeader("Preference-Applied", "wait=55")
                .hasHeader("Location", generation.self());
        assertThat(answer.get().generation()).succeeded();
    }

    @Test
    void when_the_time_is_over_the_generation_is_shown_as_it_is() {
        HttpCalls.Answer submitted = http.post(PATH + "?wait=1", "{'class': 1}");
        assertThat(submitted).isAccepted();
        assertThat(submitted.generation()).isQueued();

        assertThat(http.get(submitted.generation().self(), "Prefer", "wait=1"))
                .isOk()
                .hasHeader("Preference-Applied", "wait=1");
    }

    @Test
    void whoever_waits_for_a_generation_that_is_deleted_is_told() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1}");
        CompletableFuture<HttpCalls.Answer> answer =
                CompletableFuture.supplyAsync(() -> http.get(generation.self() + "?wait=60"));

        http.delete(generation.self());

        assertThat(answer.get(30, TimeUnit.SECONDS)).isProblem(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"61", "-1", "soon", "", "1.5"})
    void a_time_that_cannot_be_waited_is_refused(String time) {
        assertThat(http.post(PATH + "?wait=" + time, "{'class': 1}"))
                .isProblem(400)
                .blames("wait");
    }

    private GenerationDocument submitted() throws InterruptedException {
        var found = http.get(PATH + "?status=queued&metadata[tag]=waits").json().path("data");
        while (found.isEmpty()) {
            Thread.sleep(50);
            found = http.get(PATH + "?status=queued&metadata[tag]=waits").json().path("data");
        }
        return new GenerationDocument(found.path(0));
    }
}
