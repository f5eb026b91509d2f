package io.himar.standalone.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayClientTest {
    private HttpServer server;
    private GatewayClient client;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        client = new GatewayClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_refusal_is_told_in_the_words_of_its_problem_document() {
        answer("/v1/generations", 400, """
                {"title": "Invalid request", "status": 400, "detail": "2 fields of the request are not valid.",
                 "errors": [{"field": "class", "message": "'x' is unknown"}, {"field": "count", "message": "is 0"}]}""");

        assertThatThrownBy(() -> client.submit(NewGeneration.of(null, "x", 0, null)))
                .isInstanceOf(GatewayException.class)
                .hasMessage("2 fields of the request are not valid: class 'x' is unknown; count is 0.");
    }

    @Test
    void an_answer_of_something_else_is_told_as_such() {
        answer("/v1/models", 404, "<html>no</html>");

        assertThatThrownBy(() -> client.models())
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("/v1/models")
                .hasMessageContaining("404");
    }

    @Test
    void where_nothing_listens_the_way_to_start_it_is_told() {
        server.stop(0);

        assertThatThrownBy(() -> client.models())
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("Nothing answers at")
                .hasMessageContaining("./himar up");
    }

    @Test
    void fields_that_a_newer_gateway_adds_are_ignored() {
        answer("/v1/generations/g", 200, """
                {"id": "g", "class": 7, "label": "seven", "count": 1, "status": "running", "colour": "blue",
                 "created_at": "2026-01-02T03:04:05Z", "images": [{"id": "i", "index": 0, "seed": 5, "mood": 1}]}""");

        Generation generation = client.generation("g");

        assertThat(generation.classId()).isEqualTo(7);
        assertThat(generation.finished()).isFalse();
        assertThat(generation.images().get(0).seed()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/studio/himar", "/studio/himar/"})
    void below_a_path_everything_is_asked_for_below_it_whatever_its_urls_say(String path) {
        String generation = """
                {"id": "g", "class": 7, "label": "seven", "count": 0, "status": "queued",
                 "created_at": "2026-01-02T03:04:05Z", "urls": {"events": "/v1/generations/g/events"}}""";
        answer("/studio/himar/v1/models", 200, "{\"data\": []}");
        answer("/studio/himar/v1/generations", 202, generation);
        answer("/studio/himar/v1/generations/g", 200, generation);
        answer("/studio/himar/v1/generations/g/events", 200, "event: done\ndata: {}\n\n");
        GatewayClient below = new GatewayClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
        List<ServerSentEvent> events = new ArrayList<>();

        assertThat(below.models().models()).isEmpty();
        Generation submitted = below.submit(NewGeneration.of(null, "7", 1, null));
        below.events(submitted, Optional.empty(), events::add);

        assertThat(below.generation(submitted.id())).isEqualTo(submitted);
        assertThat(events).hasSize(1);
    }

    @Test
    void a_key_is_shown_with_every_request_and_where_one_is_missing_the_option_is_named() {
        List<String> shown = new ArrayList<>();
        server.createContext("/v1", exchange -> {
            shown.add(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{\"title\": \"Key missing\", \"status\": 401, \"detail\": \"No key.\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        GatewayClient keyed = new GatewayClient(client.address(), Optional.of("himar_secret"));

        assertThatThrownBy(keyed::models).hasMessageContaining("No key.").hasMessageContaining("--key");
        assertThatThrownBy(() -> keyed.delete("g")).isInstanceOf(GatewayException.class);
        assertThat(shown).containsExactly("Bearer himar_secret", "Bearer himar_secret");
    }

    @Test
    void an_address_that_is_none_is_refused() {
        assertThatThrownBy(() -> new GatewayClient(URI.create("localhost:8080")))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("http://127.0.0.1:8080");
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
