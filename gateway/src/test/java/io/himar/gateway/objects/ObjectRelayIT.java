package io.himar.gateway.objects;

import static io.himar.gateway.GatewayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;

/** Where nobody outside reaches object storage, pictures come through the gateway, by the same signed URLs. */
@GatewayTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObjectRelayIT {
    private static final byte[] PNG = {1, 2, 3, 4, 5};
    private static final String OUTSIDE = "https://himar.example.org";
    /** Nobody names the port that the scheme has anyway. */
    private static final String CONFIGURED = OUTSIDE + ":443";

    private final RunningGateway gateway;
    private final Scheduling scheduling;
    private ConfigurableApplicationContext application;
    private HttpCalls http;
    private URI signed;

    ObjectRelayIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.scheduling = new Scheduling(gateway);
    }

    @BeforeAll
    void draw_a_picture_behind_a_proxy() {
        application = gateway.start(
                Map.of("himar.objects.through-gateway", true, "himar.objects.public-endpoint", CONFIGURED));
        http = RunningGateway.http(application);
        GenerationDocument made =
                http.post("/v1/generations", "{'class': 'one'}").generation();
        scheduling.finish(scheduling.pick(made.id()).get(0), PNG);
        signed = URI.create(
                http.get(made.self()).json().at("/images/0/result/url").stringValue());
    }

    @AfterAll
    void stop_it() {
        application.close();
    }

    @Test
    void a_signed_url_names_the_outside_and_brings_the_picture_with_its_name() {
        assertThat(signed.toString()).startsWith(OUTSIDE + "/himar/results/");

        HttpResponse<byte[]> answer = download(request(signed.getRawQuery()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(PNG);
        assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(answer.headers().firstValue("Content-Length")).contains("5");
        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("inline; filename=\"one-seed");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void a_part_of_a_picture_can_be_asked_for() {
        HttpResponse<byte[]> answer = download(request(signed.getRawQuery()).header("Range", "bytes=1-2"));

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(new byte[] {2, 3});
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes 1-2/5");
    }

    @Test
    void what_was_altered_is_refused_and_what_is_not_signed_is_not_there() {
        String altered = signed.getRawQuery().replace("X-Amz-Expires=900", "X-Amz-Expires=901");
        assertThat(altered).isNotEqualTo(signed.getRawQuery());
        assertThat(download(request(altered)).statusCode()).isEqualTo(403);
        assertThat(http.get(signed.getRawPath())).isProblem(404);
        assertThat(http.get("/himar/?list-type=2")).isProblem(404);
        assertThat(http.delete(signed.getRawPath() + "?" + signed.getRawQuery()))
                .isProblem(405);
        assertThat(gateway.http().get(signed.getRawPath() + "?" + signed.getRawQuery()))
                .isProblem(404);
    }

    private HttpRequest.Builder request(String query) {
        return http.to(signed.getRawPath() + "?" + query);
    }

    private HttpResponse<byte[]> download(HttpRequest.Builder request) {
        return http.call(request.build(), BodyHandlers.ofByteArray());
    }
}
