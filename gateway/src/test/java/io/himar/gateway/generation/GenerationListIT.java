package io.himar.gateway.generation;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.ApiClient;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import io.himar.gateway.Scheduling.Leased;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@GatewayTest
class GenerationListIT {
    private static final String PATH = "/v1/generations";

    private final RunningGateway gateway;
    private final HttpCalls http;
    private final ApiClient client;
    private final Scheduling scheduling;

    GenerationListIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
        this.client = new ApiClient(http);
        this.scheduling = new Scheduling(gateway);
    }

    @Test
    void generations_are_found_by_their_status() {
        String tag = UUID.randomUUID().toString();
        GenerationDocument succeeded = tagged(tag, 1);
        scheduling.finish(scheduling.pick(succeeded.id()).get(0), new byte[] {1});
        GenerationDocument failed = tagged(tag, 2);
        List<Leased> leases = scheduling.pick(failed.id());
        scheduling.finish(leases.get(0), new byte[] {1});
        scheduling.fail(leases.get(1));
        GenerationDocument canceled = tagged(tag, 1);
        client.cancel(canceled);
        scheduling.carryOutCancellations();
        GenerationDocument running = tagged(tag, 2);
        scheduling.finish(scheduling.pick(running.id()).get(0), new byte[] {1});
        GenerationDocument canceling = tagged(tag, 1);
        client.cancel(canceling);
        GenerationDocument queued = tagged(tag, 1);

        assertThat(found("status=succeeded&metadata[tag]=" + tag)).containsExactly(succeeded.id());
        assertThat(found("status=failed&metadata[tag]=" + tag)).containsExactly(failed.id());
        assertThat(found("status=canceled&metadata[tag]=" + tag)).containsExactly(canceled.id());
        assertThat(found("status=running&metadata[tag]=" + tag)).containsExactly(running.id());
        assertThat(found("status=canceling&metadata[tag]=" + tag)).containsExactly(canceling.id());
        assertThat(found("status=queued&metadata[tag]=" + tag)).containsExactly(queued.id());
        assertThat(found("status=expired&metadata[tag]=" + tag)).isEmpty();
        assertThat(found("metadata[tag]=" + tag)).hasSize(6);
    }

    @Test
    void generations_are_found_by_metadata_model_and_time() {
        String tag = UUID.randomUUID().toString();
        GenerationDocument ada = client.generate("{'class': 0, 'metadata': {'tag': '" + tag + "', 'user': 'ada'}}");
        GenerationDocument bob = client.generate("{'class': 0, 'metadata': {'tag': '" + tag + "', 'user': 'b b'}}");
        String between = bob.json().path("created_at").stringValue();

        assertThat(found("metadata[tag]=" + tag + "&metadata[user]=ada")).containsExactly(ada.id());
        assertThat(found("metadata[tag]=" + tag + "&metadata[user]=b+b")).containsExactly(bob.id());
        assertThat(found("metadata[tag]=" + tag + "&metadata[user]=eve")).isEmpty();
        assertThat(found("metadata[tag]=" + tag + "&model=digits")).hasSize(2);
        assertThat(found("metadata[tag]=" + tag + "&model=letters")).isEmpty();
        assertThat(found("metadata[tag]=" + tag + "&created_before=" + between)).containsExactly(ada.id());
        assertThat(found("metadata[tag]=" + tag + "&created_after=" + between)).isEmpty();
    }

    @Test
    void pages_of_what_was_asked_for_follow_each_other_by_cursor() {
        String tag = UUID.randomUUID().toString();
        List<UUID> three =
                List.of(tagged(tag, 1).id(), tagged(tag, 1).id(), tagged(tag, 1).id());

        JsonNode first = http.get(PATH + "?limit=2&metadata[tag]=" + tag).json();
        String cursor = first.path("next_cursor").stringValue();
        JsonNode second = http.get(PATH + "?limit=2&metadata[tag]=" + tag + "&cursor=" + cursor)
                .json();

        assertThat(ids(first)).containsExactly(three.get(2), three.get(1));
        assertThat(ids(second)).containsExactly(three.get(0));
        assertThat(second.has("next_cursor")).isFalse();
    }

    @Test
    void signed_urls_are_listed_only_where_they_are_asked_for() {
        String tag = UUID.randomUUID().toString();
        GenerationDocument generation = tagged(tag, 1);
        Leased lease = scheduling.pick(generation.id()).get(0);
        scheduling.finishPivot(lease);
        scheduling.finish(lease, new byte[] {1, 2, 3});

        JsonNode plain = image("metadata[tag]=" + tag);
        assertThat(plain.path("preview").isObject()).isTrue();
        assertThat(plain.path("result").propertyNames()).containsExactly("width", "height", "bytes");
        JsonNode full = image("include=urls&metadata[tag]=" + tag);
        assertThat(full.path("preview").propertyNames()).containsExactly("url", "expires_at");
        assertThat(full.path("result").has("url")).isTrue();
    }

    @Test
    void a_listed_generation_tells_when_it_began_and_ended() {
        String tag = UUID.randomUUID().toString();
        GenerationDocument generation = tagged(tag, 1);
        scheduling.finish(scheduling.pick(generation.id()).get(0), new byte[] {1});

        JsonNode listed =
                http.get(PATH + "?metadata[tag]=" + tag).json().path("data").path(0);
        JsonNode alone = client.look(generation).json();
        assertThat(listed.path("started_at")).isEqualTo(alone.path("started_at"));
        assertThat(listed.path("finished_at")).isEqualTo(alone.path("finished_at"));
        assertThat(listed.has("started_at")).isTrue();
    }

    @Test
    void brackets_need_no_escapes() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            String request =
                    "GET /v1/generations?metadata[tag]=none HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .contains("\"data\":[]");
        }
    }

    @Test
    void long_answers_are_compressed_for_those_who_can_read_that() throws IOException {
        tagged("any", 10);
        HttpCalls.Answer answer = http.get(PATH + "?limit=1", "Accept-Encoding", "gzip");

        assertThat(answer).isOk().hasHeader("Content-Encoding", "gzip");
        try (var plain =
                new GZIPInputStream(new ByteArrayInputStream(answer.response().body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).startsWith("{\"data\":[");
        }
        assertThat(http.get(PATH + "?limit=1")).hasNoHeader("Content-Encoding");
    }

    private GenerationDocument tagged(String tag, int count) {
        return client.generate("{'class': 0, 'count': " + count + ", 'metadata': {'tag': '" + tag + "'}}");
    }

    private List<UUID> found(String query) {
        return ids(http.get(PATH + "?" + query).json());
    }

    private JsonNode image(String query) {
        return http.get(PATH + "?" + query).json().at("/data/0/images/0");
    }

    private static List<UUID> ids(JsonNode page) {
        return page.path("data")
                .valueStream()
                .map(each -> new GenerationDocument(each).id())
                .toList();
    }
}
