package io.himar.gateway.limits;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.GatewayTest;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

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
        assertThat(http.get("/v1/usage?from=2026-03-02&to=2026-03-01", "Authorization", key))
                .isProblem(400);
        assertThat(http.get("/v1/usage?from=yesterday", "Authorization", key)).isProblem(400);
    }

    private String keyOf(String tenant, String limits) {
        HttpCalls.Answer put = http.send(http.to("/v1/tenants/" + tenant)
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(limits))
                .build());
        assertThat(put).isOk();
        return "Bearer "
                + http.post(
                                "/v1/keys",
                                "{'name': 'of a test', 'tenant': '" + tenant + "'}",
                                "Authorization",
                                "Bearer " + ADMIN)
                        .json()
                        .path("key")
                        .stringValue();
    }
}
