package io.himar.gateway.access;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.EventReader;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.issuer.Issuer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Tokens of a real issuer let callers in, on behalf of the tenant and with the scopes that they name. */
@GatewayTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IssuerTokensIT {
    private static final String PATH = "/v1/generations";

    private final RunningGateway gateway;
    private Issuer issuer;
    private ConfigurableApplicationContext application;
    private HttpCalls http;

    IssuerTokensIT(RunningGateway gateway) {
        this.gateway = gateway;
    }

    @BeforeAll
    void start_a_gateway_that_trusts_an_issuer() {
        issuer = Issuer.start();
        application = gateway.start(Map.of("himar.keys.required", true, "himar.oidc.issuer", issuer.address()));
        http = RunningGateway.http(application);
    }

    @AfterAll
    void stop_both() {
        application.close();
        issuer.close();
    }

    @Test
    void a_token_lets_its_tenant_in_and_keeps_it_apart_from_others() throws Exception {
        String acme = token("acme-himar", "submit read");
        String other = token("other-himar", "submit read");

        GenerationDocument made =
                http.post(PATH, "{'class': 1}", "Authorization", acme).generation();

        assertThat(http.get(made.self(), "Authorization", acme)).isOk();
        assertThat(http.get(made.self(), "Authorization", other)).isProblem(404);
    }

    @Test
    void a_token_has_the_scopes_that_it_names() throws Exception {
        String reader = token("acme-himar", "read");

        assertThat(http.get(PATH, "Authorization", reader)).isOk();
        assertThat(http.post(PATH, "{'class': 1}", "Authorization", reader))
                .isProblem(403)
                .says("submit");
    }

    @Test
    void a_token_for_somebody_else_without_a_tenant_or_with_another_signature_is_refused() throws Exception {
        String elsewhere = token("acme-elsewhere", "read");
        String nameless = token("Acme!-himar", "read");
        String right = token("acme-himar", "read");
        String forged = right.substring(0, right.lastIndexOf('.') + 1) + "AAAA";

        for (String token : new String[] {elsewhere, nameless, forged}) {
            HttpCalls.Answer answer = http.get(PATH, "Authorization", token);
            assertThat(answer).isProblem(401);
            assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
        }
        assertThat(http.get(PATH, "Authorization", nameless)).says("claim 'tenant'");
    }

    @Test
    void a_stream_ends_with_the_token_of_its_caller() throws Exception {
        EventReader lasting = EventReader.open(http, "/v1/events", "Authorization", token("acme-himar", "submit read"));
        EventReader brief = EventReader.open(http, "/v1/events", "Authorization", token("brief-himar", "read"));
        assertThat(brief.status()).isEqualTo(200);
        brief.next("ready");

        assertThat(brief.next("closed")).isNotNull();

        assertThat(lasting.poll("closed", 100)).isNull();
        lasting.close();
    }

    @Test
    void while_the_issuer_does_not_answer_callers_are_asked_to_try_again() throws Exception {
        Issuer away = Issuer.start();
        String address = away.address();
        away.close();
        try (ConfigurableApplicationContext alone =
                gateway.start(Map.of("himar.keys.required", true, "himar.oidc.issuer", address))) {
            HttpCalls.Answer answer =
                    RunningGateway.http(alone).get(PATH, "Authorization", token("acme-himar", "read"));
            assertThat(answer).isProblem(503);
        }
    }

    private String token(String client, String scopes) throws Exception {
        String basic = Base64.getEncoder().encodeToString((client + ":" + client).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer.address() + "/oauth2/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&scope=" + scopes.replace(" ", "%20")))
                .build();
        String answer = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body();
        return "Bearer "
                + JsonMapper.shared().readTree(answer).path("access_token").stringValue();
    }
}
