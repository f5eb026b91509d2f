package io.himar.gateway.keys;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.GatewayTest;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The life of an API key, from the first one that the configuration names. */
@GatewayTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysIT {
    private static final String ADMIN = "an-admin-key-of-more-than-32-letters";
    private static final String PATH = "/v1/keys";

    private final RunningGateway gateway;
    private ConfigurableApplicationContext application;
    private HttpCalls http;

    KeysIT(RunningGateway gateway) {
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
    void a_key_is_shown_once_and_lets_callers_in() {
        JsonNode made = make("{'name': 'studio', 'tenant': 'acme'}");

        assertThat(made.path("scopes").toString()).isEqualTo("[\"submit\",\"read\"]");
        assertThat(made.path("key").stringValue())
                .startsWith(made.path("prefix").stringValue());
        assertThat(lets(made)).isEqualTo(200);
        JsonNode seen = get(PATH + "/" + id(made)).json();
        assertThat(seen.has("key")).isFalse();
        assertThat(seen.path("tenant").stringValue()).isEqualTo("acme");
        assertThat(get(PATH + "?tenant=acme").text())
                .contains(id(made))
                .doesNotContain(made.path("key").stringValue());
    }

    @Test
    void a_revoked_key_lets_nobody_in() {
        JsonNode made = make("{'name': 'lost'}");
        assertThat(lets(made)).isEqualTo(200);

        JsonNode revoked = post(PATH + "/" + id(made) + "/revoke", "").json();

        assertThat(lets(made)).isEqualTo(401);
        assertThat(post(PATH + "/" + id(made) + "/revoke", "").json()).isEqualTo(revoked);
        assertThat(post(PATH + "/" + id(made) + "/rotate", "")).isProblem(409);
    }

    @Test
    void beside_the_key_that_follows_it_the_old_one_lives_for_as_long_as_was_asked_for() {
        JsonNode old = make("{'name': 'server', 'tenant': 'acme', 'scopes': ['read']}");

        HttpCalls.Answer rotated = post(PATH + "/" + id(old) + "/rotate", "{'overlap': '1h', 'expires_in': '90d'}");
        JsonNode next = rotated.json();

        assertThat(rotated).hasStatus(201);
        assertThat(next.path("name")).isEqualTo(old.path("name"));
        assertThat(next.path("tenant")).isEqualTo(old.path("tenant"));
        assertThat(next.path("scopes")).isEqualTo(old.path("scopes"));
        assertThat(lets(old)).isEqualTo(200);
        assertThat(lets(next)).isEqualTo(200);
        JsonNode replaced = get(PATH + "/" + id(old)).json();
        assertThat(replaced.path("replaced_by").stringValue()).isEqualTo(id(next));
        assertThat(Instant.parse(replaced.path("expires_at").stringValue()))
                .isEqualTo(Instant.parse(next.path("created_at").stringValue()).plusSeconds(3600));

        post(PATH + "/" + id(next) + "/rotate", "{'overlap': '0s'}");
        assertThat(lets(next)).isEqualTo(401);
    }

    @Test
    void every_field_that_is_wrong_is_named() {
        HttpCalls.Answer answer = post(
                PATH, "{'tenant': 'Acme', 'scopes': ['write'], 'expires_in': 'soon', 'colour': 'red', 'name': ''}");

        assertThat(answer).isProblem(400);
        assertThat(answer.json()
                        .path("errors")
                        .valueStream()
                        .map(each -> each.path("field").stringValue()))
                .containsExactlyInAnyOrder("tenant", "scopes", "expires_in", "colour", "name");
        assertThat(get(PATH + "/" + UUID.randomUUID())).isProblem(404);
        assertThat(get(PATH + "/x")).isProblem(404);
        assertThat(get(PATH + "?cursor=x&limit=0")).isProblem(400);
    }

    @Test
    void pages_show_every_key_once() {
        for (int i = 0; i < 3; i++) {
            make("{'name': 'of a page', 'tenant': 'pages'}");
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(PATH + "?tenant=pages&limit=2" + cursor).json();
            page.path("data").forEach(key -> seen.add(id(key)));
            cursor = page.has("next_cursor")
                    ? "&cursor=" + page.path("next_cursor").stringValue()
                    : null;
        } while (cursor != null);
        assertThat(seen).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void tenants_have_a_share_and_limits() {
        HttpCalls.Answer put = put("/v1/tenants/studio", "{\"weight\": 2.5, \"most_in_flight\": 8}");
        assertThat(put).isOk();
        JsonNode tenant = get("/v1/tenants/studio").json();
        assertThat(tenant).isEqualTo(put.json());
        assertThat(tenant.path("weight").doubleValue()).isEqualTo(2.5);
        assertThat(tenant.path("most_in_flight").intValue()).isEqualTo(8);
        assertThat(get("/v1/tenants").text()).contains("studio");

        assertThat(put("/v1/tenants/studio", "{}").json().has("most_in_flight")).isFalse();
        assertThat(put("/v1/tenants/default", "{}")).isProblem(400);
        assertThat(put("/v1/tenants/studio", "{\"weight\": 0}")).isProblem(400);
        assertThat(get("/v1/tenants/nobody")).isProblem(404);
    }

    private JsonNode make(String json) {
        HttpCalls.Answer answer = post(PATH, json);
        assertThat(answer).hasStatus(201);
        return answer.json();
    }

    /** The status that a caller with this key gets. */
    private int lets(JsonNode key) {
        return http.get(
                        "/v1/models",
                        "Authorization",
                        "Bearer " + key.path("key").stringValue())
                .status();
    }

    private HttpCalls.Answer get(String path) {
        return http.get(path, "Authorization", "Bearer " + ADMIN);
    }

    private HttpCalls.Answer post(String path, String json) {
        return http.post(path, json, "Authorization", "Bearer " + ADMIN);
    }

    private HttpCalls.Answer put(String path, String json) {
        return http.send(http.to(path)
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json))
                .build());
    }

    private static String id(JsonNode key) {
        return key.path("id").stringValue();
    }
}
