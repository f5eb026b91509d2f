package io.himar.gateway.openai;

import static io.himar.gateway.GatewayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.ApiClient;
import io.himar.gateway.EventReader;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What clients that were made for OpenAI's images API send and read. */
@GatewayTest
class ImagesIT {
    private static final String PATH = "/v1/images/generations";
    private static final byte[] PNG = {1, 2, 3};

    private final int port;
    private final HttpCalls http;
    private final ApiClient client;
    private final Scheduling scheduling;

    ImagesIT(RunningGateway gateway) {
        this.port = gateway.port();
        this.http = gateway.http();
        this.client = new ApiClient(http);
        this.scheduling = new Scheduling(gateway);
    }

    @Test
    void images_come_as_bytes_when_all_are_there() throws Exception {
        String who = who();
        CompletableFuture<HttpCalls.Answer> answer = later(
                "{'model': 'digits', 'prompt': 'one', 'n': 2, 'size': '32x32', 'quality': 'low', 'user': '%s'}", who);
        GenerationDocument generation = submitted(who);
        scheduling.pick(generation.id()).forEach(image -> scheduling.finish(image, PNG));

        JsonNode images = ok(answer);
        assertThat(images.path("data"))
                .hasSize(2)
                .allSatisfy(picture -> assertThat(bytes(picture)).isEqualTo(PNG));
        assertThat(images.path("created").longValue()).isPositive();
        assertThat(images.path("size").stringValue()).isEqualTo("32x32");
        assertThat(images.path("quality").stringValue()).isEqualTo("low");
        assertThat(images.path("output_format").stringValue()).isEqualTo("png");
        assertThat(images.path("background").stringValue()).isEqualTo("opaque");
        // 16 tokens of stage 1 and 64 of stage 2, twice.
        assertThat(images.path("usage").path("output_tokens").intValue()).isEqualTo(160);
        assertThat(images.path("usage").path("total_tokens").intValue()).isEqualTo(161);
        assertThat(generation.json().path("label").stringValue()).isEqualTo("one");
        assertThat(generation.json().at("/pivot/steps").intValue()).isEqualTo(4);
        assertThat(generation.json().at("/refine/steps").intValue()).isEqualTo(2);
    }

    @Test
    void images_come_as_urls_where_that_is_asked_for() throws Exception {
        String who = who();
        CompletableFuture<HttpCalls.Answer> answer =
                later("{'prompt': '1', 'response_format': 'url', 'safety_identifier': '%s'}", who);
        scheduling.finish(scheduling.pick(submitted(who).id()).get(0), PNG);

        JsonNode picture = ok(answer).path("data").path(0);
        assertThat(picture.has("b64_json")).isFalse();
        String url = picture.path("url").stringValue();
        assertThat(client.download(URI.create(url))).isEqualTo(PNG);
        assertThat(url).contains("response-content-disposition=inline");
    }

    @Test
    void a_stream_has_the_preview_and_then_the_image() throws Exception {
        String who = who();
        EventReader events =
                stream("{'prompt': 'two', 'stream': true, 'partial_images': 2, 'user': '%s'}".formatted(who));
        Scheduling.Leased image = scheduling.pick(submitted(who).id()).get(0);

        scheduling.finishPivot(image);
        EventReader.Event partial = events.next();
        assertThat(partial.name()).isEqualTo("image_generation.partial_image");
        assertThat(partial.json().path("type").stringValue()).isEqualTo("image_generation.partial_image");
        assertThat(partial.json().path("partial_image_index").intValue()).isZero();
        assertThat(bytes(partial.json())).isEqualTo(new byte[] {1, 2});

        scheduling.finish(image, PNG);
        EventReader.Event completed = events.next();
        assertThat(completed.name()).isEqualTo("image_generation.completed");
        assertThat(bytes(completed.json())).isEqualTo(PNG);
        assertThat(completed.json().at("/usage/output_tokens").intValue()).isEqualTo(80);
        assertThat(events.next().name()).isEqualTo("closed");
    }

    @Test
    void a_stream_without_partial_images_has_the_image_alone() throws Exception {
        String who = who();
        EventReader events = stream("{'prompt': 'two', 'stream': true, 'user': '%s'}".formatted(who));
        Scheduling.Leased image = scheduling.pick(submitted(who).id()).get(0);
        scheduling.finishPivot(image);
        scheduling.finish(image, PNG);

        assertThat(events.rest()).extracting(EventReader.Event::name).containsExactly("image_generation.completed");
    }

    @Test
    void the_job_of_a_client_that_leaves_its_stream_is_canceled() throws Exception {
        String who = who();
        EventReader events = stream("{'prompt': 'two', 'stream': true, 'user': '%s'}".formatted(who));
        GenerationDocument generation = submitted(who);

        events.close();

        while (!client.look(generation).json().has("cancel_requested_at")) {
            Thread.sleep(50);
        }
    }

    @Test
    void a_request_that_is_repeated_with_its_key_gets_the_same_images_and_says_so() throws Exception {
        String who = who();
        String body = "{'prompt': 'two', 'user': '" + who + "'}";
        CompletableFuture<HttpCalls.Answer> first =
                CompletableFuture.supplyAsync(() -> http.post(PATH, body, "Idempotency-Key", who));
        scheduling.pick(submitted(who).id()).forEach(image -> scheduling.finish(image, PNG));
        HttpCalls.Answer again = http.post(PATH, body, "Idempotency-Key", who);

        assertThat(first.get().header("Idempotency-Replayed")).isNull();
        assertThat(again).isOk().hasHeader("Idempotency-Replayed", "true");
        assertThat(again.json().path("data")).isEqualTo(first.get().json().path("data"));
    }

    @Test
    void the_job_of_a_client_that_leaves_while_it_waits_is_canceled() throws Exception {
        String who = who();
        String body = "{\"prompt\": \"two\", \"user\": \"" + who + "\"}";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            submitted(who);
        }

        GenerationDocument generation = submitted(who);
        while (!client.look(generation).json().has("cancel_requested_at")) {
            Thread.sleep(50);
        }
    }

    @Test
    void a_jpeg_is_made_of_the_picture_and_of_its_preview_where_that_is_asked_for() throws Exception {
        String who = who();
        EventReader events = stream(("{'prompt': 'two', 'stream': true, 'partial_images': 1, 'output_format': 'jpeg',"
                        + " 'output_compression': 90, 'user': '%s'}")
                .formatted(who));
        Scheduling.Leased image = scheduling.pick(submitted(who).id()).get(0);
        scheduling.finishPivot(image, png(4));
        scheduling.finish(image, png(8));

        EventReader.Event partial = events.next();
        EventReader.Event completed = events.next();
        assertThat(completed.json().path("output_format").stringValue()).isEqualTo("jpeg");
        assertThat(bytes(completed.json())).startsWith(0xFF, 0xD8, 0xFF);
        assertThat(ImageIO.read(new ByteArrayInputStream(bytes(partial.json()))).getWidth())
                .isEqualTo(4);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes(completed.json())));
        assertThat(picture.getWidth()).isEqualTo(8);
        assertThat(new Color(picture.getRGB(0, 0)).getRed()).isBetween(190, 210);
    }

    @Test
    void a_generation_that_fails_is_an_error_of_the_server() throws Exception {
        String who = who();
        CompletableFuture<HttpCalls.Answer> answer = later("{'prompt': 'one', 'user': '%s'}", who);
        EventReader events = stream("{'prompt': 'two', 'stream': true, 'user': '%s-stream'}".formatted(who));
        scheduling.fail(scheduling.pick(submitted(who).id()).get(0));

        assertError(answer.get(30, TimeUnit.SECONDS), 500, "server_error", null, "generation_failed");
        client.cancel(submitted(who + "-stream"));
        scheduling.carryOutCancellations();
        EventReader.Event error = events.next();
        assertThat(error.name()).isEqualTo("error");
        assertThat(error.json().at("/error/code").stringValue()).isEqualTo("canceled");
        assertThat(events.next().name()).isEqualTo("closed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}                                                  | prompt",
                "{'prompt': 'a red cat'}                             | prompt",
                "{'prompt': 7}                                       | prompt",
                "{'prompt': 'one', 'n': 11}                          | n",
                "{'prompt': 'one', 'n': 0}                           | n",
                "{'prompt': 'one', 'size': '1024x1024'}              | size",
                "{'prompt': 'one', 'quality': 'hd'}                  | quality",
                "{'prompt': 'one', 'output_format': 'webp'}          | output_format",
                "{'prompt': 'one', 'output_format': 'jpeg', 'response_format': 'url'} | response_format",
                "{'prompt': 'one', 'output_format': 'jpeg', 'output_compression': 101} | output_compression",
                "{'prompt': 'one', 'output_compression': 50}         | output_compression",
                "{'prompt': 'one', 'response_format': 'file'}        | response_format",
                "{'prompt': 'one', 'background': 'transparent'}      | background",
                "{'prompt': 'one', 'moderation': 'none'}             | moderation",
                "{'prompt': 'one', 'partial_images': 1}              | partial_images",
                "{'prompt': 'one', 'stream': true, 'partial_images': 4} | partial_images",
                "{'prompt': 'one', 'stream': 'yes'}                  | stream",
                "{'prompt': 'one', 'stream': true, 'response_format': 'url'} | response_format",
                "{'prompt': 'one', 'style': 'vivid'}                 | style",
                "{'prompt': 'one'                                    | body"
            })
    void what_there_is_not_is_refused_in_the_shape_of_that_interface(String body, String param) {
        assertError(http.post(PATH, body), 400, "invalid_request_error", param, "invalid_value");
    }

    @Test
    void the_error_says_which_labels_there_are_and_everything_that_is_wrong() {
        assertThat(http.post(PATH, "{'prompt': 'a cat', 'n': 99}")
                        .json()
                        .at("/error/message")
                        .stringValue())
                .contains(
                        "'a cat'", "draws classes and reads no text", "zero, one, two", "n: '99' (expected: 1 to 10)");
        assertThat(http.post(PATH, "{}").json().at("/error/message").stringValue())
                .contains("prompt: is missing (expected: a class of model digits)");
    }

    @Test
    void an_unknown_model_and_other_errors_have_that_shape_too() {
        assertError(
                http.post(PATH, "{'model': 'dall-e-3', 'prompt': 'one'}"),
                404,
                "invalid_request_error",
                "model",
                "model_not_found");
        assertError(http.get(PATH), 405, "invalid_request_error", null, "method_not_allowed");
        assertError(
                http.send(http.to(PATH)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("one"))
                        .build()),
                415,
                "invalid_request_error",
                null,
                "unsupported_media_type");
        assertThat(http.post("/v1/generations", "{'class': 99}")).isProblem(400);
    }

    @Test
    void models_are_listed_as_that_interface_does() {
        JsonNode models = http.get("/v1/models").json();
        assertThat(models.path("object").stringValue()).isEqualTo("list");
        JsonNode model = models.path("data").path(0);
        assertThat(model.path("id").stringValue()).isEqualTo("digits");
        assertThat(model.path("object").stringValue()).isEqualTo("model");
        assertThat(model.path("created").isIntegralNumber()).isTrue();
        assertThat(model.path("owned_by").stringValue()).isEqualTo("himar");
    }

    private static void assertError(HttpCalls.Answer answer, int status, String type, String param, String code) {
        assertThat(answer).hasStatus(status).isOfType("application/json");
        JsonNode error = answer.json().path("error");
        assertThat(error.path("message").stringValue()).isNotBlank();
        assertThat(error.path("type").stringValue()).isEqualTo(type);
        assertThat(error.path("param").isNull() ? null : error.path("param").stringValue())
                .isEqualTo(param);
        assertThat(error.path("code").stringValue()).isEqualTo(code);
    }

    private CompletableFuture<HttpCalls.Answer> later(String json, String who) {
        return CompletableFuture.supplyAsync(() -> http.post(PATH, json.formatted(who)));
    }

    private EventReader stream(String json) {
        return EventReader.open(
                http,
                http.to(PATH)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    private static JsonNode ok(CompletableFuture<HttpCalls.Answer> answer) throws Exception {
        assertThat(answer.get(30, TimeUnit.SECONDS)).isOk();
        return answer.get().json();
    }

    private static byte[] bytes(JsonNode picture) {
        return Base64.getDecoder().decode(picture.path("b64_json").stringValue());
    }

    /** A grey square. */
    private static byte[] png(int size) throws IOException {
        BufferedImage square = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = square.createGraphics();
        graphics.setColor(new Color(200, 200, 200));
        graphics.fillRect(0, 0, size, size);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(square, "png", bytes);
        return bytes.toByteArray();
    }

    private static String who() {
        return "user-" + UUID.randomUUID();
    }

    /** The generation of a request, as soon as it was admitted. */
    private GenerationDocument submitted(String who) throws InterruptedException {
        String path = "/v1/generations?metadata[user]=" + who;
        List<JsonNode> found = http.get(path).json().path("data").valueStream().toList();
        while (found.isEmpty()) {
            Thread.sleep(50);
            found = http.get(path).json().path("data").valueStream().toList();
        }
        return new GenerationDocument(found.get(0));
    }
}
