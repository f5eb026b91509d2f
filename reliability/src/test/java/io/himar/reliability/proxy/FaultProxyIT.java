package io.himar.reliability.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.himar.reliability.process.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyIT {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer target;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        target.start();
        proxy = new FaultProxy(FreePort.next(), target.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        proxy.close();
        target.stop(0);
    }

    @Test
    void everything_passes_at_first_and_nothing_is_counted() throws Exception {
        assertThat(status("GET")).isEqualTo(200);
        assertThat(status("PUT")).isEqualTo(200);
        assertThat(proxy.affected()).isZero();
    }

    @Test
    void while_it_refuses_nobody_connects_and_afterwards_all_is_well() throws Exception {
        assertThat(status("GET")).isEqualTo(200);
        proxy.mode(ProxyMode.REFUSING);

        assertThatThrownBy(() -> status("GET")).isInstanceOf(IOException.class);
        assertThat(proxy.affected()).isPositive();
        proxy.mode(ProxyMode.PASSING);
        assertThat(status("GET")).isEqualTo(200);
    }

    @Test
    void while_it_is_full_only_what_stores_is_refused() throws Exception {
        proxy.mode(ProxyMode.FULL);

        assertThat(status("PUT")).isEqualTo(507);
        assertThat(status("GET")).isEqualTo(200);
        assertThat(status("PUT")).isEqualTo(507);
        assertThat(proxy.affected()).isEqualTo(2);
    }

    @Test
    void while_it_is_full_a_client_is_told_not_to_send_its_next_request_by_the_same_connection() throws Exception {
        proxy.mode(ProxyMode.FULL);

        HttpResponse<Void> answer = http.send(request("GET", Duration.ofSeconds(5)), BodyHandlers.discarding());

        assertThat(answer.headers().allValues("connection")).containsExactly("close");
    }

    @Test
    void while_it_is_unavailable_every_request_is_refused() throws Exception {
        proxy.mode(ProxyMode.UNAVAILABLE);

        assertThat(status("GET")).isEqualTo(503);
        assertThat(status("PUT")).isEqualTo(503);
    }

    @Test
    void while_it_is_silent_connections_are_taken_and_nothing_comes_back() throws Exception {
        assertThat(status("GET")).isEqualTo(200);
        proxy.mode(ProxyMode.SILENT);

        assertThatThrownBy(() -> status("GET", Duration.ofMillis(500))).isInstanceOf(HttpTimeoutException.class);
        assertThat(proxy.affected()).isPositive();
    }

    private int status(String method) throws IOException, InterruptedException {
        return status(method, Duration.ofSeconds(5));
    }

    private int status(String method, Duration patience) throws IOException, InterruptedException {
        return http.send(request(method, patience), BodyHandlers.discarding()).statusCode();
    }

    private HttpRequest request(String method, Duration patience) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + proxy.port() + "/key"))
                .timeout(patience)
                .method(method, method.equals("PUT") ? BodyPublishers.ofString("body") : BodyPublishers.noBody())
                .build();
    }
}
