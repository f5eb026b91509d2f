package io.himar.gateway.limits;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.storage.sql.Transactions;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Limits of tenants, as their callers meet them. */
@GatewayTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsIT {
    private static final String ADMIN = "an-admin-key-of-more-than-32-letters";
    private static final String PATH = "/v1/generations";

    private final RunningGateway gateway;
    private ConfigurableApplicationContext application;
    private HttpCalls http;

    LimitsIT(RunningGateway gateway) {
        this.gateway = gateway;
    }

    @BeforeAll
    void start_a_gateway_that_asks_for_keys() {
        application = gateway.start(
                Map.of("himar.keys.required", true, "himar.keys.remembered", "0s", "himar.admin.key", ADMIN));
        http = RunningGateway.http(application);
    }

    @AfterAll
    void stop_it() {
        application.close();
    }

    @Test
    void what_is_beyond_a_quota_is_refused_with_the_time_to_wait() {
        String key = keyOf("bounded", "{\"images_per_day\": 2}");
        assertThat(http.post(PATH, "{'class': 1, 'count': 2}", "Authorization", key))
                .isAccepted();

        HttpCalls.Answer refused = http.post(PATH, "{'class': 1}", "Authorization", key);

        assertThat(refused).isProblem(429).says("images_per_day: 2 of 2 are used");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 86_400);
        assertThat(http.get(PATH, "Authorization", key).json().path("data")).hasSize(1);
    }

    @Test
    void kept_pivots_beyond_the_quota_are_refused_and_usage_tells_how_many_there_are() {
        String key = keyOf("keeper", "{\"most_pivots\": 2}");
        assertThat(http.post(PATH, "{'class': 1, 'draft': true}", "Authorization", key))
                .isAccepted();
        assertThat(http.post(PATH, "{'class': 1, 'count': 5}", "Authorization", key))
                .isAccepted();

        assertThat(http.post(PATH, "{'class': 1, 'count': 2, 'keep_pivot': true}", "Authorization", key))
                .isProblem(429)
                .hasNoHeader("Retry-After")
                .says("most_pivots: 1 of 2 are used (asked for: 2)");

        JsonNode quotas = http.get("/v1/usage", "Authorization", key).json().path("quotas");
        assertThat(quotas.toString())
                .contains("{\"name\":\"most_pivots\",\"used\":1,\"most\":2}")
                .contains("{\"name\":\"images_per_day\",\"used\":6}")
                .contains("{\"name\":\"most_unfinished\",\"used\":6}");
    }

    @Test
    void while_too_many_images_of_all_tenants_wait_no_more_are_taken() {
        try (ConfigurableApplicationContext full = gateway.start(Map.of("himar.backlog.max-images", 10))) {
            HttpCalls calls = RunningGateway.http(full);
            // Other tests may have left images that wait.
            HttpCalls.Answer refused = calls.post(PATH, "{'class': 1}");
            for (int more = 0; more < 10 && refused.status() == 202; more++) {
                refused = calls.post(PATH, "{'class': 1}");
            }

            assertThat(refused).isProblem(503).says("/problems/backlog-full", "at most 10");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 3600);
            String known = "{'class': 1}";
            assertThat(gateway.http().post(PATH, known, "Idempotency-Key", "known"))
                    .isAccepted();
            assertThat(calls.post(PATH, known, "Idempotency-Key", "known")).isAccepted();
        }
    }

    @Test
    void nobody_is_let_in_on_behalf_of_a_disabled_tenant_but_for_administrators() {
        String key = keyOf("gone", "{\"images_per_day\": 7}");
        GenerationDocument before =
                http.post(PATH, "{'class': 1}", "Authorization", key).generation();

        JsonNode disabled = put("gone", "{\"images_per_day\": 7, \"disabled\": true}");

        assertThat(disabled.path("disabled").booleanValue()).isTrue();
        assertThat(disabled.path("disabled_at").stringValue()).isNotEmpty();
        for (String path : List.of(PATH, before.self(), "/v1/events", "/v1/models")) {
            assertThat(http.get(path, "Authorization", key)).isProblem(403).says("/problems/tenant-disabled");
        }
        assertThat(http.post("/v1/images/generations", "{'prompt': '1'}", "Authorization", key)
                        .json()
                        .at("/error/code")
                        .stringValue())
                .isEqualTo("tenant_disabled");
        assertThat(put("gone", "{\"disabled\": true}").path("disabled_at")).isEqualTo(disabled.path("disabled_at"));

        assertThat(put("gone", "{}").has("disabled_at")).isFalse();
        assertThat(http.get(before.self(), "Authorization", key).generation()).isQueued();
    }

    @Test
    void the_key_of_a_disabled_tenant_still_administers() {
        String key = key("{'name': 'of ops', 'tenant': 'ops', 'scopes': ['admin', 'read']}");
        put("ops", "{\"disabled\": true}");

        assertThat(http.get("/v1/models", "Authorization", key)).isProblem(403);
        assertThat(http.get("/v1/tenants/ops", "Authorization", key)).isOk();
    }

    @Test
    void clients_of_another_interface_are_refused_in_its_shape() {
        String images = "/v1/images/generations";
        String body = "{'prompt': '1'}";
        assertError(http.post(images, body), 401, "invalid_request_error", "invalid_api_key");
        assertError(
                http.post(images, body, "Authorization", "Bearer sk-of-another-service"),
                401,
                "invalid_request_error",
                "invalid_api_key");
        String reader = key("{'name': 'reader', 'scopes': ['read']}");
        assertError(http.post(images, body, "Authorization", reader), 403, "invalid_request_error", "scope_missing");

        String none = keyOf("none-a-day", "{\"images_per_day\": 0}");
        assertError(http.post(images, body, "Authorization", none), 429, "insufficient_quota", "insufficient_quota");
        String slow = keyOf("once-a-minute", "{\"requests_per_minute\": 1, \"images_per_day\": 0}");
        http.post(images, body, "Authorization", slow);
        HttpCalls.Answer limited = http.post(images, body, "Authorization", slow);
        assertError(limited, 429, "rate_limit_error", "rate_limit_exceeded");
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 60);
    }

    @Test
    void answers_tell_how_many_requests_are_left_and_those_beyond_are_refused() {
        String key = keyOf("slow", "{\"requests_per_minute\": 3}");
        for (int left = 2; left >= 0; left--) {
            HttpCalls.Answer answer = http.get("/v1/models", "Authorization", key);
            assertThat(answer).isOk().hasHeader("RateLimit-Policy", "\"requests\";q=3;w=60");
            assertThat(answer.header("RateLimit")).startsWith("\"requests\";r=" + left + ";t=");
        }

        HttpCalls.Answer refused = http.post(PATH, "{'class': 1}", "Authorization", key);

        assertThat(refused).isProblem(429).says("3 requests in a minute");
        assertThat(refused.header("RateLimit")).startsWith("\"requests\";r=0;t=");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        // When the bucket is full again it can be forgotten.
        List<Long> ends = new Transactions(gateway.database())
                .run(
                        "read buckets",
                        sql -> sql.list(
                                "select expires_at from himar.rate_bucket where id like 'slow %'",
                                row -> row.getLong(1)));
        assertThat(ends)
                .singleElement()
                .satisfies(end -> assertThat(Instant.ofEpochMilli(end))
                        .isBetween(Instant.now(), Instant.now().plusSeconds(300)));
        assertThat(http.get("/v1/models", "Authorization", "Bearer " + ADMIN))
                .isOk()
                .hasNoHeader("RateLimit");
    }

    @Test
    void nobody_but_administrators_sees_what_others_have_used() {
        String key = keyOf("curious", "{}");

        assertThat(http.get("/v1/usage", "Authorization", key)).isOk().says("\"tenant\":\"curious\"");
        assertThat(http.get("/v1/usage?tenant=local", "Authorization", key))
                .isProblem(403)
                .says("admin");
        assertThat(http.get(
                        "/v1/usage?tenant=curious&from=2026-03-01&to=2026-03-31", "Authorization", "Bearer " + ADMIN))
                .isOk()
                .says("\"from\":\"2026-03-01\"", "\"data\":[]");
        assertThat(http.get("/v1/usage?tenant=nobody", "Authorization", "Bearer " + ADMIN))
                .isProblem(404)
                .says("'nobody' is not there");
        assertThat(http.get("/v1/tenants/nobody", "Authorization", "Bearer " + ADMIN))
                .isProblem(404);
        key("{'name': 'of a test', 'tenant': 'with-a-key'}");
        assertThat(http.get("/v1/usage?tenant=with-a-key", "Authorization", "Bearer " + ADMIN))
                .isOk();
        assertThat(http.get("/v1/tenants/with-a-key", "Authorization", "Bearer " + ADMIN))
                .isOk();
        assertThat(http.get("/v1/usage?from=2026-03-02&to=2026-03-01", "Authorization", key))
                .isProblem(400);
        assertThat(http.get("/v1/usage?from=yesterday", "Authorization", key)).isProblem(400);
        assertThat(http.get("/v1/usage?from=1970-01-01", "Authorization", key))
                .isProblem(400)
                .says("'1970-01-01' (expected: a day from 2000-01-01 to 9998-12-31)");
    }

    private static void assertError(HttpCalls.Answer answer, int status, String type, String code) {
        assertThat(answer).hasStatus(status).isOfType("application/json");
        JsonNode error = answer.json().path("error");
        assertThat(error.path("type").stringValue()).isEqualTo(type);
        assertThat(error.path("code").stringValue()).isEqualTo(code);
        assertThat(error.path("message").stringValue()).isNotBlank();
        assertThat(error.path("param").isNull()).isTrue();
    }

    private JsonNode put(String tenant, String limits) {
        HttpCalls.Answer put = http.send(http.to("/v1/tenants/" + tenant)
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(limits))
                .build());
        assertThat(put).isOk();
        return put.json();
    }

    private String keyOf(String tenant, String limits) {
        put(tenant, limits);
        return key("{'name': 'of a test', 'tenant': '" + tenant + "'}");
    }

    private String key(String fields) {
        JsonNode made = http.post("/v1/keys", fields, "Authorization", "Bearer " + ADMIN)
                .json();
        return "Bearer " + made.path("key").stringValue();
    }
}
