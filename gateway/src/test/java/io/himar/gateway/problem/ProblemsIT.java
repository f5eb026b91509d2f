package io.himar.gateway.problem;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.GatewayTest;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class ProblemsIT {
    private static final String ID = "00000000-0000-4000-8000-000000000000";
    private static final String UNKNOWN = "/v1/generations/" + ID;

    private final RunningGateway gateway;
    private final HttpCalls http;

    ProblemsIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "{'class': 3};class",
                "{'class': 'nine'};class",
                "{'class': 1, 'count': 0};count",
                "{'class': 1, 'count': 11};count",
                "{'class': 1, 'count': '2'};count",
                "{'class': 1, 'pivot': {'guidance': 1e6}};pivot.guidance",
                "{'class': 1, 'pivot': {'steps': 17}};pivot.steps",
                "{'class': 1, 'colour': 'red'};colour",
                "{'class': 1;body",
                "[];body",
            })
    void bad_input_is_refused_by_field_and_nothing_is_written(String body, String field) {
        String newest = newest();

        HttpCalls.Answer answer = http.post("/v1/generations", body);

        assertThat(answer).isProblem(400).blames(field);
        assertThat(newest()).isEqualTo(newest);
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0,limit",
        "?limit=101,limit",
        "?limit=many,limit",
        "?cursor=here,cursor",
        "?limt=3,limt",
        "?limit=3&limit=4,limit",
        "?status=pivoting,status",
        "?status=QUEUED,status",
        "?created_after=yesterday,created_after",
        "?created_before=%2B10000-01-01T00:00:00Z,created_before",
        "?model=%00,model",
        "?metadata=x,metadata",
        "?metadata[]=x,metadata[]",
        "?metadata[a]=%00,metadata[a]",
        "?metadata[%00]=x,metadata",
        "?include=images,include",
    })
    void bad_page_parameters_are_named(String query, String field) {
        HttpCalls.Answer answer = http.get("/v1/generations" + query);

        assertThat(answer).isProblem(400).blames(field);
    }

    @Test
    void all_wrong_page_parameters_are_named_at_once() {
        assertThat(http.get("/v1/generations?limit=0&status=x&cursor=here"))
                .isProblem(400)
                .blames("status", "limit", "cursor");
    }

    @Test
    void a_query_parameter_that_nothing_reads_is_refused_and_the_known_ones_are_named() {
        assertThat(http.get("/v1/generations?limit=1&state=failed"))
                .isProblem(400)
                .blames(
                        "state",
                        "is not a known query parameter (expected: one of created_after, created_before, cursor,"
                                + " include, limit, metadata[], model, status)");
        assertThat(http.post("/v1/generations?count=2", "{'class': 1}"))
                .isProblem(400)
                .blames("count", "is not a known query parameter (expected: one of wait)");
        assertThat(http.get(UNKNOWN + "/events?after=3", "Accept", "text/event-stream"))
                .isProblem(400)
                .blames("after", "is not a known query parameter (expected: none)");
    }

    @Test
    void a_query_that_cannot_be_decoded_is_a_problem_of_the_request() throws IOException {
        assertThat(answerTo("GET /v1/generations?limit=%zz HTTP/1.1"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
    }

    @Test
    void a_bad_idempotency_key_is_named() {
        HttpCalls.Answer answer = http.post("/v1/generations", "{'class': 1}", "Idempotency-Key", "two words");

        assertThat(answer).isProblem(400).blames("Idempotency-Key");
    }

    @Test
    void what_does_not_exist_is_not_found() {
        assertThat(http.get(UNKNOWN)).isProblem(404);
        assertThat(http.get("/v1/generations/7")).isProblem(404);
        assertThat(http.get(UNKNOWN + "/events", "Accept", "text/event-stream")).isProblem(404);
        assertThat(http.post(UNKNOWN + "/cancel", "")).isProblem(404);
        assertThat(http.get("/v2/generations")).isProblem(404);
        assertThat(http.get("/error")).isProblem(404);
    }

    @Test
    void an_address_of_nothing_is_answered_by_where_the_addresses_stand() {
        assertThat(http.get("/v1/generations/"))
                .isProblem(404)
                .says("There is nothing at this address", "/v3/api-docs");
    }

    @Test
    void wrong_methods_and_media_types_are_problems_with_types_of_their_own() {
        assertThat(http.send(http.to("/v1/generations")
                        .method("DELETE", BodyPublishers.noBody())
                        .build()))
                .isProblem(405)
                .says("/problems/method-not-allowed");
        assertThat(http.get("/v1/generations", "Accept", "image/png"))
                .isProblem(406)
                .says("/problems/not-acceptable");
        assertThat(http.send(http.to("/v1/generations")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("7"))
                        .build()))
                .isProblem(415)
                .says("/problems/unsupported-media-type");
        assertThat(http.send(http.to("/v1/generations")
                        .POST(BodyPublishers.ofString("{}"))
                        .build()))
                .isProblem(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "multipart/form-data; boundary=x",
                "text/plain",
                "*/*/*",
            })
    void a_form_is_no_request_wherever_it_is_sent(String type) {
        for (String path : new String[] {"/v1/keys/" + ID + "/rotate", "/v1/generations"}) {
            assertThat(http.send(http.to(path)
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofString("overlap=1d"))
                            .build()))
                    .isProblem(415);
        }
        assertThat(http.send(http.to(UNKNOWN + "/cancel")
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString("--x"))
                        .build()))
                .isProblem(400)
                .blames("body");
    }

    @Test
    void usage_is_that_of_a_tenant_who_can_be() {
        for (String name : new String[] {"", "A", "x".repeat(65)}) {
            assertThat(http.get("/v1/usage?tenant=" + name)).isProblem(400).blames("tenant");
        }
    }

    @Test
    void a_body_that_is_too_large_is_refused_whether_its_length_is_declared_or_not() {
        byte[] large = "{".repeat(70_000).getBytes(StandardCharsets.US_ASCII);
        var request = http.to("/v1/generations").header("Content-Type", "application/json");

        assertThat(http.send(request.POST(BodyPublishers.ofByteArray(large)).build()))
                .isProblem(413);
        var unknownLength = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
        assertThat(http.send(request.POST(unknownLength).build())).isProblem(413);
    }

    @Test
    void a_malformed_request_line_is_a_problem_too() throws IOException {
        assertThat(answerTo("GET /v1/generations?limit={} HTTP/1.1"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .contains("\"status\":400", "\"type\":\"/problems/invalid-request\"");
    }

    @Test
    void what_is_too_long_is_said_to_be_the_address_or_the_headers() throws IOException {
        assertThat(answerTo("GET /v1/generations?cursor=" + "x".repeat(20_000) + " HTTP/1.1"))
                .startsWith("HTTP/1.1 414")
                .contains("application/problem+json", "\"type\":\"/problems/uri-too-long\"");
        assertThat(answerTo("GET /v1/generations HTTP/1.1\r\nX-Long: " + "x".repeat(20_000)))
                .startsWith("HTTP/1.1 431")
                .contains("application/problem+json", "\"status\":431");
    }

    @Test
    void a_compressed_body_is_refused_as_such() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("{\"class\": 1}".getBytes(StandardCharsets.UTF_8));
        }
        HttpCalls.Answer answer = http.send(http.to("/v1/generations")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(zipped.toByteArray()))
                .build());

        assertThat(answer)
                .isProblem(415)
                .blames("Content-Encoding", "'gzip' (expected: none, or identity)")
                .hasHeader("Accept-Encoding", "identity");
    }

    @Test
    void a_body_in_another_charset_than_utf_8_is_refused_wherever_it_is_sent() {
        for (String path : new String[] {"/v1/keys/" + ID + "/rotate", "/v1/generations", "/v1/images/generations"}) {
            assertThat(http.send(http.to(path)
                            .header("Content-Type", "application/json; charset=ISO-8859-1")
                            .POST(BodyPublishers.ofString("{\"prompt\": \"é\"}", StandardCharsets.ISO_8859_1))
                            .build()))
                    .hasStatus(415)
                    .says("charset=ISO-8859-1' (expected: application/json, in UTF-8)");
        }
        assertThat(http.send(http.to("/v1/generations")
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(BodyPublishers.ofString("{\"class\": 1}"))
                        .build()))
                .isAccepted();
    }

    @Test
    void two_idempotency_keys_are_refused() {
        assertThat(http.post("/v1/generations", "{'class': 1}", "Idempotency-Key", "a", "Idempotency-Key", "b"))
                .isProblem(400)
                .blames("Idempotency-Key", "is given 2 times (expected: once)");
    }

    @Test
    void trace_is_refused_with_the_methods_that_the_address_has_and_repeats_nothing() throws IOException {
        assertThat(answerTo("TRACE /v1/generations HTTP/1.1\r\nX-Secret: told"))
                .startsWith("HTTP/1.1 405")
                .contains("application/problem+json")
                .containsPattern("(?m)^Allow: (GET, POST|POST, GET)\\s*$")
                .doesNotContain("told");
        assertThat(answerTo("TRACE /v1/models HTTP/1.1"))
                .startsWith("HTTP/1.1 405")
                .containsPattern("(?m)^Allow: GET\\s*$");
    }

    @Test
    void what_the_server_refuses_before_any_filter_leads_below_the_path_of_a_proxy_too() throws IOException {
        assertThat(answerTo("POST /v1/generations HTTP/1.1\r\nX-Forwarded-Prefix: /himar/\r\nTransfer-Encoding: words"))
                .startsWith("HTTP/1.1 501")
                .contains("\"type\":\"/himar/problems/not-implemented\"");
    }

    /** What the gateway writes back to a request of this first line, which no HTTP client would send. */
    private String answerTo(String requestLine) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            String request = requestLine + "\r\nHost: here\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String newest() {
        return http.get("/v1/generations?limit=1")
                .json()
                .path("data")
                .path(0)
                .path("id")
                .asString("none");
    }
}
