package io.himar.gateway.access;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.EventReader;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.storage.keys.ApiKey;
import io.himar.storage.keys.ApiKeys;
import io.himar.storage.keys.NewApiKey;
import io.himar.storage.keys.TenantLimits;
import io.himar.storage.keys.Tenants;
import io.himar.storage.sql.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

/** A gateway that asks for keys lets nobody in without one, and keeps the callers of different tenants apart. */
@GatewayTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyAccessIT {
    private static final String PATH = "/v1/generations";
    private static final String ADMIN = "an-admin-key-of-more-than-32-letters";

    private final RunningGateway gateway;
    private final ApiKeys keys;
    private ConfigurableApplicationContext application;
    private HttpCalls http;
    private HttpCalls management;

    KeyAccessIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.keys = new ApiKeys(gateway.database(), TimeSource.database());
    }

    @BeforeAll
    void start_a_gateway_that_asks_for_keys() {
        application = gateway.start(Map.of(
                "himar.keys.required",
                true,
                "himar.keys.remembered",
                "0s",
                "himar.admin.key",
                ADMIN,
                "management.server.port",
                0));
        http = RunningGateway.http(application);
        management =
                gateway.http(application.getEnvironment().getRequiredProperty("local.management.port", Integer.class));
    }

    @AfterAll
    void stop_it() {
        application.close();
    }

    @Test
    void without_a_key_nothing_of_the_interface_is_there_and_the_answer_says_what_is_needed() {
        for (String path : List.of(PATH, "/v1/models", PATH + "/" + UUID.randomUUID() + "/events", "/v1/nothing")) {
            HttpCalls.Answer answer = http.get(path);
            assertThat(answer).isProblem(401).hasHeader("WWW-Authenticate", "Bearer realm=\"himar\"");
            assertThat(answer.json().path("type").stringValue()).isEqualTo("/problems/key-missing");
        }
        assertThat(http.post(PATH, "{'class': 1}")).isProblem(401);
    }

    @Test
    void the_page_the_documents_and_the_health_stay_open() {
        for (String path : List.of("/", "/v3/api-docs", "/problems", "/problems/key-missing")) {
            assertThat(http.get(path)).isOk();
        }
        for (String path : List.of("/actuator/health/liveness", "/actuator/health/readiness", "/actuator/prometheus")) {
            assertThat(management.get(path)).isOk();
        }
    }

    @Test
    void with_a_port_of_their_own_health_and_metrics_are_not_beside_the_interface() {
        assertThat(http.get("/actuator/health/readiness")).isProblem(404);
        assertThat(management.get("/v1/models")).isProblem(401);
    }

    @Test
    void a_key_that_nobody_was_given_is_refused() {
        for (String token : List.of("himar_abcdefgh_nothing", "x", "a.b.c")) {
            HttpCalls.Answer answer = http.get("/v1/models", "Authorization", "Bearer " + token);
            assertThat(answer)
                    .isProblem(401)
                    .hasHeader("WWW-Authenticate", "Bearer realm=\"himar\", error=\"invalid_token\"");
        }
    }

    @Test
    void what_one_tenant_makes_is_missing_for_another_word_for_word() {
        String acme = key("acme", Scope.SUBMIT, Scope.READ);
        String other = key("other", Scope.SUBMIT, Scope.READ);
        GenerationDocument made =
                http.post(PATH, "{'class': 1}", "Authorization", acme).generation();
        String absent = UUID.randomUUID().toString();

        assertThat(http.get(made.self(), "Authorization", acme)).isOk();
        for (String end : List.of("", "/events")) {
            HttpCalls.Answer foreign = http.get(made.self() + end, "Authorization", other);
            HttpCalls.Answer missing = http.get(PATH + "/" + absent + end, "Authorization", other);
            assertThat(foreign).isProblem(404);
            assertThat(foreign.text().replace(made.id().toString(), absent)).isEqualTo(missing.text());
        }
        assertThat(http.post(made.cancel(), "", "Authorization", other)).isProblem(404);
        assertThat(http.delete(made.self(), "Authorization", other)).isProblem(404);
        assertThat(http.get(PATH, "Authorization", other).json().path("data").isEmpty())
                .isTrue();
        assertThat(http.post(PATH + "/cancel", "", "Authorization", other)
                        .json()
                        .path("count")
                        .intValue())
                .isZero();
        assertThat(http.get(made.self(), "Authorization", acme).generation()).isQueued();
    }

    @Test
    void a_missing_scope_is_named() {
        String reader = key("acme", Scope.READ);
        String writer = key("acme", Scope.SUBMIT);

        HttpCalls.Answer refused = http.post(PATH, "{'class': 1}", "Authorization", reader);
        assertThat(refused).isProblem(403).says("submit");
        assertThat(refused.header("WWW-Authenticate")).contains("insufficient_scope", "scope=\"submit\"");
        assertThat(http.get(PATH, "Authorization", writer)).isProblem(403).says("read");
        assertThat(http.get("/v1/keys", "Authorization", reader)).isProblem(403).says("admin");
        assertThat(http.get(PATH, "Authorization", reader)).isOk();
        assertThat(http.post(PATH, "{'class': 1}", "Authorization", writer)).isAccepted();
    }

    @Test
    void the_key_of_the_configuration_may_do_everything_for_the_tenant_local() {
        assertThat(http.get("/v1/models", "Authorization", "Bearer " + ADMIN)).isOk();
        GenerationDocument made = http.post(PATH, "{'class': 1}", "Authorization", "Bearer " + ADMIN)
                .generation();
        assertThat(gateway.http().get(made.self())).isOk();
    }

    @Test
    void where_no_keys_are_asked_for_those_of_other_services_mean_nothing_and_ours_still_name_their_tenant() {
        assertThat(gateway.http().get("/v1/models", "Authorization", "Bearer sk-of-another-service"))
                .isOk();
        assertThat(gateway.http().get("/v1/models", "Authorization", "Bearer !"))
                .isOk();
        GenerationDocument made = gateway.http()
                .post(PATH, "{'class': 1}", "Authorization", key("acme", Scope.SUBMIT))
                .generation();
        assertThat(gateway.http().get(made.self())).isProblem(404);
    }

    @Test
    void a_key_that_has_expired_or_was_revoked_is_refused() {
        KeyText expired = KeyText.random();
        add(expired, "acme", Optional.of(Duration.ofMillis(1)), Scope.READ);
        assertThat(http.get(PATH, "Authorization", "Bearer " + expired.text())).isProblem(401);

        KeyText revoked = KeyText.random();
        ApiKey key = add(revoked, "acme", Optional.empty(), Scope.READ);
        assertThat(http.get(PATH, "Authorization", "Bearer " + revoked.text())).isOk();
        assertThat(keys.revoke(key.id())).isPresent();
        assertThat(http.get(PATH, "Authorization", "Bearer " + revoked.text())).isProblem(401);
    }

    @Test
    void the_streams_of_a_key_end_when_it_is_revoked_or_expires_or_its_tenant_is_disabled() throws Exception {
        KeyText lasting = KeyText.random();
        add(lasting, "acme", Optional.empty(), Scope.READ);
        KeyText expiring = KeyText.random();
        add(expiring, "acme", Optional.of(Duration.ofSeconds(2)), Scope.READ);
        KeyText revoked = KeyText.random();
        ApiKey key = add(revoked, "acme", Optional.empty(), Scope.READ);
        KeyText disabled = KeyText.random();
        add(disabled, "soon-gone", Optional.empty(), Scope.READ);
        EventReader goesOn = follow(lasting);
        List<EventReader> ending = List.of(follow(expiring), follow(revoked), follow(disabled));

        keys.revoke(key.id());
        new Tenants(gateway.database()).save("soon-gone", 1, TenantLimits.NONE, true);

        for (EventReader each : ending) {
            assertThat(each.next("closed")).isNotNull();
        }
        assertThat(goesOn.next("comment")).isNotNull();
        goesOn.close();
    }

    @Test
    void the_database_does_not_keep_the_secret_of_a_key() throws Exception {
        KeyText text = KeyText.random();
        ApiKey key = add(text, "acme", Optional.empty(), Scope.READ);
        try (var connection = gateway.database().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select k::text from himar.api_key k where id = '" + key.id() + "'")) {
            row.next();
            assertThat(row.getString(1)).contains(key.prefix()).doesNotContain(text.text());
        }
        assertThat(text.text()).startsWith(key.prefix()).matches("himar_[a-z0-9]{8}_[A-Za-z0-9_-]{43}");
        assertThat(text.toString()).isEqualTo("***");
    }

    private EventReader follow(KeyText key) throws InterruptedException {
        EventReader events = EventReader.open(http, "/v1/events", "Authorization", "Bearer " + key.text());
        events.next("ready");
        return events;
    }

    private String key(String tenant, Scope... scopes) {
        KeyText text = KeyText.random();
        add(text, tenant, Optional.empty(), scopes);
        return "Bearer " + text.text();
    }

    private ApiKey add(KeyText text, String tenant, Optional<Duration> lifetime, Scope... scopes) {
        return keys.add(new NewApiKey(
                UUID.randomUUID(),
                tenant,
                "of a test",
                text.secret(),
                List.of(scopes).stream().map(Scope::word).toList(),
                lifetime));
    }
}
