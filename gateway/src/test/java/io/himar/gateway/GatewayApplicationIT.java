package io.himar.gateway;

import static io.himar.gateway.GatewayAssertions.assertThat;
import static io.himar.gateway.GatewayAssertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

@GatewayTest
@ExtendWith(OutputCaptureExtension.class)
class GatewayApplicationIT {
    private final RunningGateway gateway;
    private final HttpCalls http;
    private final ApiClient client;

    GatewayApplicationIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
        this.client = new ApiClient(http);
    }

    @Test
    void health_and_metrics_are_there() {
        assertThat(http.get("/actuator/health/liveness")).isOk();
        assertThat(http.get("/actuator/health/readiness")).isOk();
        assertThat(http.get("/actuator/prometheus")).isOk().says("himar_gateway_event_streams");
    }

    @Test
    void the_openapi_document_describes_every_operation() {
        JsonNode document = http.get("/v3/api-docs").json();

        JsonNode paths = document.path("paths");
        assertThat(paths.propertyNames())
                .containsExactlyInAnyOrder(
                        "/v1/generations",
                        "/v1/generations/{id}",
                        "/v1/generations/cancel",
                        "/v1/generations/{id}/events",
                        "/v1/generations/{id}/cancel",
                        "/v1/generations/{id}/deliveries",
                        "/v1/webhooks/secrets",
                        "/v1/webhooks/secrets/{id}",
                        "/v1/webhooks/deliveries",
                        "/v1/webhooks/deliveries/{id}",
                        "/v1/webhooks/deliveries/{id}/resend",
                        "/v1/webhooks/disabled",
                        "/v1/webhooks/disabled/{id}",
                        "/v1/images/generations",
                        "/v1/generations/{id}/images/{index}/content",
                        "/v1/generations/{id}/images/{index}/preview",
                        "/v1/pivots",
                        "/v1/pivots/{id}",
                        "/v1/pivots/{id}/refine",
                        "/v1/keys",
                        "/v1/keys/{id}",
                        "/v1/keys/{id}/rotate",
                        "/v1/keys/{id}/revoke",
                        "/v1/tenants",
                        "/v1/usage",
                        "/v1/tenants/{name}",
                        "/v1/generations/{id}/images/{image}/cancel",
                        "/v1/events",
                        "/v1/workers",
                        "/v1/models",
                        "/v1/models/{name}");
        JsonNode create = paths.path("/v1/generations").path("post");
        assertThat(create.path("responses").path("default").path("content").propertyNames())
                .containsExactly("application/problem+json");
        JsonNode schemas = document.path("components").path("schemas");
        assertThat(schemas.path("GenerationRequest").path("properties").propertyNames())
                .containsExactlyInAnyOrder(
                        "model",
                        "class",
                        "prompt",
                        "count",
                        "seed",
                        "seeds",
                        "draft",
                        "keep_pivot",
                        "pivots",
                        "priority",
                        "metadata",
                        "start_by",
                        "finish_by",
                        "webhook",
                        "preset",
                        "pivot",
                        "refine");
        assertThat(schemas.path("Generation").path("properties").propertyNames())
                .contains("id", "class", "status", "images", "urls");
        assertThat(schemas.path("Problem").path("properties").propertyNames()).contains("errors");
    }

    @Test
    void the_openapi_document_says_what_each_sampler_can_take() {
        JsonNode settings = http.get("/v3/api-docs").json().at("/components/schemas/StageSettings/properties");

        assertThat(settings.at("/sampler/enum").valueStream().map(JsonNode::stringValue))
                .containsExactly("ddpm", "ddim", "dpm_solver_pp_2m", "ddim_eta_1", "ddpm_truncated");
        assertThat(settings.at("/guidance_schedule/enum").valueStream().map(JsonNode::stringValue))
                .containsExactly("linear", "constant");
        assertThat(settings.at("/denoising_steps/description").stringValue())
                .contains("2 to 1000 with ddpm, 2 to 995 with ddim");
        assertThat(settings.at("/denoising_steps/minimum").intValue()).isEqualTo(2);
        assertThat(settings.at("/denoising_steps/maximum").intValue()).isEqualTo(1000);
    }

    @Test
    void the_openapi_document_says_how_large_numbers_may_be() {
        JsonNode schemas = http.get("/v3/api-docs").json().at("/components/schemas");
        JsonNode request = schemas.at("/GenerationRequest/properties");
        JsonNode stage = schemas.at("/StageSettings/properties");

        assertThat(request.at("/count/minimum").intValue()).isEqualTo(1);
        assertThat(request.at("/count/maximum").intValue()).isEqualTo(10);
        assertThat(request.at("/count/description").stringValue()).isEqualTo("Number of images, 1 to 10.");
        assertThat(request.at("/seed/maximum").longValue()).isEqualTo(9007199254740991L);
        assertThat(stage.at("/steps/minimum").intValue()).isEqualTo(1);
        assertThat(stage.at("/guidance/maximum").intValue()).isEqualTo(20);
        assertThat(stage.at("/temperature/maximum").intValue()).isEqualTo(2);
    }

    @Test
    void the_openapi_document_says_what_is_answered_and_what_is_always_there() {
        JsonNode document = http.get("/v3/api-docs").json();

        JsonNode create = document.at("/paths/~1v1~1generations/post");
        assertThat(create.path("responses").propertyNames()).containsExactlyInAnyOrder("200", "202", "default");
        assertThat(create.at("/responses/202/content/application~1json/schema/$ref")
                        .stringValue())
                .endsWith("/Generation");
        JsonNode key = create.path("parameters")
                .valueStream()
                .filter(each -> each.path("name").stringValue().equals("Idempotency-Key"))
                .findFirst()
                .orElseThrow();
        assertThat(key.at("/schema/maxLength").intValue()).isEqualTo(255);
        assertThat(document.at("/paths/~1v1~1generations~1{id}~1cancel/post/responses")
                        .propertyNames())
                .containsExactlyInAnyOrder("200", "202", "default");
        JsonNode limit = document.at("/paths/~1v1~1generations/get/parameters/0/schema");
        assertThat(limit.path("minimum").intValue()).isEqualTo(1);
        assertThat(limit.path("maximum").intValue()).isEqualTo(100);
        JsonNode schemas = document.at("/components/schemas");
        assertThat(schemas.at("/Generation/required").valueStream().map(JsonNode::stringValue))
                .contains("id", "status", "progress", "label", "images", "urls", "created_at")
                .doesNotContain("finished_at", "expires_at");
        assertThat(schemas.at("/Image/required").valueStream().map(JsonNode::stringValue))
                .contains("id", "index", "seed", "status")
                .doesNotContain("result");
        assertThat(schemas.propertyNames()).doesNotContain("ResponseBodyEmitter", "ResponseEntity");
    }

    @Test
    void two_gateways_share_the_database_and_both_tell_what_happens() throws Exception {
        Map<String, Object> settings = Map.of("himar.web.allowed-origins", "https://studio.example.org");
        try (ConfigurableApplicationContext other = gateway.start(settings)) {
            HttpCalls there = new HttpCalls(URI.create("http://127.0.0.1:" + RunningGateway.port(other)));
            GenerationDocument generation = client.generate("{'class': 0}");
            EventReader events = new ApiClient(there).follow(generation);
            events.next();

            assertThat(there.get("/v1/models", "Origin", "https://studio.example.org"))
                    .hasHeader("Access-Control-Allow-Origin", "https://studio.example.org");
            assertThat(there.get("/v1/models", "Origin", "https://other.example.org"))
                    .isProblem(403)
                    .says("/problems/origin-not-allowed", "himar.web.allowed-origins");
            client.cancel(generation);
            new Scheduling(gateway).carryOutCancellations();

            assertThat(events.rest()).extracting(EventReader.Event::name).containsSubsequence("canceled", "done");
        }
    }

    @Test
    void one_model_is_shown_as_the_list_shows_it() {
        assertThat(http.get("/v1/models/digits")).isOk();
        assertThat(http.get("/v1/models/digits").json().toString())
                .isEqualTo(http.get("/v1/models").json().at("/data/0").toString());
        assertThat(http.get("/v1/models/letters")).isProblem(404).says("There is no model 'letters'.");
    }

    @Test
    void where_no_keys_are_needed_pages_of_other_origins_can_do_nothing_even_if_no_origin_is_allowed() {
        String path = "/v1/generations/cancel";
        String own = "http://127.0.0.1:" + gateway.port();

        assertThat(http.post(path, "", "Origin", "https://other.example.org"))
                .isProblem(403)
                .says("/problems/origin-not-allowed");
        assertThat(http.post(path, "", "Origin", "null")).isProblem(403);
        assertThat(http.post(path, "", "Origin", own, "Sec-Fetch-Site", "same-origin"))
                .isAccepted();
        assertThat(http.post(path, "", "Origin", own)).isAccepted();
        assertThat(http.post(path, "")).isAccepted();
    }

    @Test
    void a_page_behind_a_proxy_that_tells_nothing_is_believed_by_the_browsers_word() {
        String path = "/v1/generations/cancel";

        assertThat(http.post(path, "", "Origin", "https://pictures.example.org", "Sec-Fetch-Site", "same-origin"))
                .isAccepted();
        assertThat(http.post(path, "", "Origin", "https://pictures.example.org", "Sec-Fetch-Site", "same-site"))
                .isProblem(403);
    }

    @Test
    void it_starts_where_its_openapi_document_is_off() throws Exception {
        try (ConfigurableApplicationContext other = gateway.start(Map.of("springdoc.api-docs.enabled", false))) {
            HttpCalls there = new HttpCalls(URI.create("http://127.0.0.1:" + RunningGateway.port(other)));
            assertThat(there.get("/v3/api-docs")).isProblem(404);
            assertThat(there.get("/v1/models")).isOk();
        }
    }

    @Test
    void closing_the_gateway_ends_its_streams_at_once() throws Exception {
        ConfigurableApplicationContext other = gateway.start(Map.of());
        HttpCalls there = new HttpCalls(URI.create("http://127.0.0.1:" + RunningGateway.port(other)));
        EventReader events = new ApiClient(there).follow(client.generate("{'class': 0}"));
        events.next();

        other.close();

        assertThat(events.next()).isTheEndOfTheStream();
    }

    @Test
    void without_models_it_says_so_in_a_sentence_and_does_not_start(@TempDir Path empty, CapturedOutput output) {
        assertThatThrownBy(() -> gateway.start(Map.of("himar.models.directory", empty)))
                .isInstanceOf(RuntimeException.class);

        assertThat(output.getAll())
                .contains("himar.models.directory: " + empty + " holds no model configuration")
                .doesNotContain("\tat ");
    }

    @Test
    void without_a_database_it_says_so_in_a_sentence_and_does_not_start(CapturedOutput output) {
        assertThatThrownBy(() -> gateway.start(Map.of(
                        "himar.database.url",
                        "jdbc:postgresql://127.0.0.1:1/himar",
                        "himar.database.connection-timeout",
                        "500ms")))
                .isInstanceOf(RuntimeException.class);

        assertThat(output.getAll())
                .contains("The database cannot be used: ")
                .contains("himar.database.url")
                .doesNotContain("\tat ");
    }

    @Test
    void an_address_that_is_none_of_postgres_is_named(CapturedOutput output) {
        assertThatThrownBy(() -> gateway.start(Map.of("himar.database.url", "mysql://here")))
                .isInstanceOf(RuntimeException.class);

        assertThat(output.getAll())
                .contains("himar.database.url: mysql://here (expected: jdbc:postgresql://host:port/database)")
                .doesNotContain("\tat ");
    }

    @Test
    void a_port_that_is_taken_is_named(CapturedOutput output) {
        assertThatThrownBy(() -> gateway.start(Map.of("server.port", gateway.port())))
                .isInstanceOf(RuntimeException.class);

        assertThat(output.getAll()).contains(Integer.toString(gateway.port())).doesNotContain("\tat ");
    }
}
