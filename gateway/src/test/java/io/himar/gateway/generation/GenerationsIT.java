package io.himar.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.GatewayTest;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import io.himar.storage.jobs.Lease;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@GatewayTest
class GenerationsIT {
    private final RunningGateway gateway;
    private final HttpCalls http;
    private final Scheduling scheduling;

    GenerationsIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
        this.scheduling = new Scheduling(gateway);
    }

    @Test
    void an_accepted_generation_is_there_at_its_location() {
        HttpCalls.Answer created = http.post("/v1/generations", "{'class': 'two', 'count': 3, 'seed': 40}");

        assertThat(created.status()).isEqualTo(202);
        JsonNode generation = created.json();
        String self = "/v1/generations/" + generation.path("id").stringValue();
        assertThat(created.header("Location")).isEqualTo(self);
        assertThat(generation.path("model").stringValue()).isEqualTo("digits");
        assertThat(generation.path("class").intValue()).isEqualTo(2);
        assertThat(generation.path("label").stringValue()).isEqualTo("two");
        assertThat(generation.path("count").intValue()).isEqualTo(3);
        assertThat(generation.path("status").stringValue()).isEqualTo("queued");
        assertThat(generation.path("pivot").path("sampler").stringValue()).isEqualTo("ddim");
        assertThat(generation.path("links").path("self").stringValue()).isEqualTo(self);
        assertThat(generation
                        .path("images")
                        .valueStream()
                        .map(image -> image.path("seed").longValue()))
                .containsExactly(40L, 41L, 42L);
        assertThat(http.get(self).json()).isEqualTo(generation);
    }

    @Test
    void pictures_can_be_downloaded_as_soon_as_they_exist_by_whoever_holds_their_url() {
        String self = create("{'class': 1}");
        Lease lease = scheduling.pick(id(self)).get(0);
        assertThat(image(self, 0).has("preview")).isFalse();

        scheduling.finishPivot(lease);
        assertThat(download(image(self, 0).path("preview"))).containsExactly(1, 2);
        assertThat(image(self, 0).path("status").stringValue()).isEqualTo("refining");

        scheduling.finish(lease, new byte[] {3, 4, 5});
        JsonNode result = image(self, 0).path("result");
        assertThat(download(result)).containsExactly(3, 4, 5);
        assertThat(result.path("width").intValue()).isEqualTo(32);
        assertThat(result.path("bytes").intValue()).isEqualTo(3);
        assertThat(result.has("expiresAt")).isTrue();
        assertThat(http.get(self).json().path("status").stringValue()).isEqualTo("succeeded");
        assertThat(http.get(self).json().has("finishedAt")).isTrue();
    }

    @Test
    void a_failed_image_says_why() {
        String self = create("{'class': 1}");

        scheduling.fail(scheduling.pick(id(self)).get(0));

        JsonNode image = image(self, 0);
        assertThat(image.path("status").stringValue()).isEqualTo("failed");
        assertThat(image.path("error").path("code").stringValue()).isEqualTo("inference_unavailable");
        assertThat(http.get(self).json().path("status").stringValue()).isEqualTo("failed");
    }

    @Test
    void the_same_request_under_the_same_key_returns_the_same_generation() {
        String key = UUID.randomUUID().toString();
        HttpCalls.Answer first = http.post("/v1/generations", "{'class': 1, 'count': 2}", "Idempotency-Key", key);
        HttpCalls.Answer second =
                http.post("/v1/generations", "{ 'count': 2, 'class': 1, 'model': null}", "Idempotency-Key", key);

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(second.json()).isEqualTo(first.json());
    }

    @Test
    void another_request_under_the_same_key_is_refused() {
        String key = UUID.randomUUID().toString();
        http.post("/v1/generations", "{'class': 1}", "Idempotency-Key", key);

        HttpCalls.Answer second = http.post("/v1/generations", "{'class': 2}", "Idempotency-Key", key);

        assertThat(second.status()).isEqualTo(422);
        assertThat(second.json().path("errors").path(0).path("field").stringValue())
                .isEqualTo("Idempotency-Key");
    }

    @Test
    void pages_show_every_generation_once_and_the_newest_first() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            created.add(0, id(create("{'class': 0}")).toString());
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (seen.size() < created.size()) {
            JsonNode page = http.get("/v1/generations?limit=2" + cursor).json();
            page.path("generations")
                    .forEach(generation -> seen.add(generation.path("id").stringValue()));
            cursor = "&cursor=" + page.path("nextCursor").stringValue();
        }

        assertThat(seen.subList(0, created.size())).isEqualTo(created);
    }

    @Test
    void a_cancelled_generation_ends_without_pictures_and_stays_cancelled() {
        String self = create("{'class': 0, 'count': 2}");

        HttpCalls.Answer asked = http.post(self + "/cancel", "");
        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.json().has("cancelRequestedAt")).isTrue();
        scheduling.carryOutCancellations();

        assertThat(http.get(self).json().path("status").stringValue()).isEqualTo("cancelled");
        assertThat(image(self, 1).path("status").stringValue()).isEqualTo("cancelled");
        assertThat(http.post(self + "/cancel", "").status()).isEqualTo(200);
    }

    @Test
    void models_show_their_classes_and_defaults() {
        JsonNode model = http.get("/v1/models").json().path("models").path(0);

        assertThat(model.path("name").stringValue()).isEqualTo("digits");
        assertThat(model.path("labels").valueStream().map(JsonNode::stringValue))
                .containsExactly("zero", "one", "two");
        assertThat(model.path("imageSize").intValue()).isEqualTo(32);
        assertThat(model.path("refine").path("sampler").stringValue()).isEqualTo("dpm_solver_pp_2m");
        assertThat(model.path("maxPivotSteps").intValue()).isEqualTo(16);
    }

    private String create(String json) {
        HttpCalls.Answer created = http.post("/v1/generations", json);
        assertThat(created.status()).isEqualTo(202);
        return created.header("Location");
    }

    private JsonNode image(String self, int index) {
        return http.get(self).json().path("images").path(index);
    }

    private byte[] download(JsonNode picture) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(picture.path("url").stringValue()))
                .build();
        return gateway.http().call(request, BodyHandlers.ofByteArray()).body();
    }

    private static UUID id(String self) {
        return UUID.fromString(self.substring(self.lastIndexOf('/') + 1));
    }
}
