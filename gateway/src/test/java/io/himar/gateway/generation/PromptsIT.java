package io.himar.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.ApiClient;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A model that draws texts, over HTTP. */
@GatewayTest
class PromptsIT {
    private final HttpCalls http;
    private final ApiClient client;
    private final Scheduling scheduling;

    PromptsIT(RunningGateway gateway) throws Exception {
        this.http = gateway.http(gateway.texts());
        this.client = new ApiClient(http);
        this.scheduling = new Scheduling(gateway);
    }

    @Test
    void models_say_what_they_take() {
        JsonNode digits = http.get("/v1/models").json().at("/data/0");
        JsonNode texts = http.get("/v1/models").json().at("/data/1");

        assertThat(digits.path("conditioning").stringValue()).isEqualTo("class");
        assertThat(digits.has("prompts")).isFalse();
        assertThat(digits.path("ranges").has("prompt_characters")).isFalse();
        assertThat(texts.path("conditioning").stringValue()).isEqualTo("text");
        assertThat(texts.path("classes").intValue()).isZero();
        assertThat(texts.path("labels").size()).isZero();
        assertThat(texts.path("prompts").toString())
                .isEqualTo("{\"vocabulary\":\"words\",\"vocabulary_size\":5,\"max_tokens\":6,"
                        + "\"examples\":[\"red circle\",\"blue square, red circle\"]}");
        assertThat(texts.at("/ranges/prompt_characters/max").intValue()).isEqualTo(2000);
    }

    @Test
    void a_generation_shows_its_prompt_and_warns_of_words_that_are_not_known() {
        GenerationDocument asked =
                client.generate("{'model': 'texts', 'prompt': 'Red giraffe, red zebra, giraffe', 'count': 2}");

        assertThat(asked.json().path("prompt").stringValue()).isEqualTo("Red giraffe, red zebra, giraffe");
        assertThat(asked.json().path("label").stringValue()).isEqualTo("Red giraffe, red zebra, giraffe");
        assertThat(asked.json().has("class")).isFalse();
        assertThat(asked.json().at("/warnings/0").toString())
                .isEqualTo("{\"code\":\"unknown_words\",\"field\":\"prompt\",\"message\":\"model texts does not know"
                        + " the words 'giraffe', 'zebra' and draws without\",\"words\":[\"giraffe\",\"zebra\"]}");
        assertThat(client.look(asked).json().at("/warnings/0"))
                .isEqualTo(asked.json().at("/warnings/0"));
        assertThat(client.generate("{'model': 'texts', 'prompt': 'red circle'}")
                        .json()
                        .path("warnings")
                        .toString())
                .doesNotContain("unknown_words");
    }

    @Test
    void a_pivot_has_the_prompt_of_its_draft_and_so_has_what_is_refined_from_it() {
        GenerationDocument draft = client.generate("{'model': 'texts', 'prompt': 'blue square', 'draft': true}");
        scheduling.pick(draft.id()).forEach(image -> scheduling.finishPivot(image, new byte[] {1}));
        String pivot = client.look(draft).json().at("/images/0/pivot/id").stringValue();

        JsonNode kept = http.get("/v1/pivots/" + pivot).json();
        assertThat(kept.path("prompt").stringValue()).isEqualTo("blue square");
        assertThat(kept.has("class")).isFalse();
        JsonNode refined = http.post("/v1/pivots/" + pivot + "/refine", "{'seeds': [1, 2]}")
                .json();
        assertThat(refined.path("prompt").stringValue()).isEqualTo("blue square");
        assertThat(http.post("/v1/generations", "{'pivots': ['" + pivot + "'], 'prompt': 'red square'}")
                        .text())
                .contains("'red square' (expected: nothing beside pivots, whose own it is)");
    }

    @Test
    void the_file_of_a_picture_is_named_after_its_prompt() {
        GenerationDocument asked = client.generate("{'model': 'texts', 'prompt': 'Red circle', 'seed': 5}");
        scheduling.pick(asked.id()).forEach(image -> {
            scheduling.finishPivot(image, new byte[] {1});
            scheduling.finish(image, new byte[] {2});
        });
        assertThat(client.look(asked).json().at("/images/0/result/url").stringValue())
                .contains("red-circle-seed5-");
    }

    @Test
    void clients_of_openais_interface_send_texts_to_a_model_that_draws_them() throws Exception {
        CompletableFuture<HttpCalls.Answer> answer = CompletableFuture.supplyAsync(() -> http.post(
                "/v1/images/generations", "{'model': 'texts', 'prompt': 'blue circle', 'user': 'prompts-it'}"));
        GenerationDocument asked = asked();
        assertThat(asked.json().path("prompt").stringValue()).isEqualTo("blue circle");
        scheduling.pick(asked.id()).forEach(image -> {
            scheduling.finishPivot(image, new byte[] {1});
            scheduling.finish(image, new byte[] {2});
        });
        JsonNode images = answer.get().json();
        assertThat(images.at("/data/0/b64_json").stringValue()).isEqualTo("Ag==");
        // Two words, and the token that ends a prompt.
        assertThat(images.at("/usage/input_tokens").intValue()).isEqualTo(3);
        assertThat(images.at("/usage/input_tokens_details/text_tokens").intValue())
                .isEqualTo(3);

        HttpCalls.Answer refused =
                http.post("/v1/images/generations", "{'model': 'texts', 'prompt': 'red red red red red red'}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/message").stringValue()).contains("7 tokens (expected: at most 6");
    }

    private GenerationDocument asked() throws InterruptedException {
        while (true) {
            JsonNode found = http.get("/v1/generations?metadata%5Buser%5D=prompts-it")
                    .json()
                    .path("data");
            if (!found.isEmpty()) {
                return http.get("/v1/generations/" + found.get(0).path("id").stringValue())
                        .generation();
            }
            Thread.sleep(20);
        }
    }
}
