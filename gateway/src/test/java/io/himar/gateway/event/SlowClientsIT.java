package io.himar.gateway.event;

import static io.himar.gateway.GatewayAssertions.assertThat;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.himar.gateway.ApiClient;
import io.himar.gateway.EventReader;
import io.himar.gateway.EventReader.Event;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Clients that open a stream and read nothing. */
@GatewayTest
class SlowClientsIT {
    private static final byte[] PNG = {1, 2, 3};
    private static final int SLOW = 64;

    private final RunningGateway gateway;
    private final Scheduling scheduling;

    SlowClientsIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.scheduling = new Scheduling(gateway);
    }

    @Test
    void they_delay_nobody_and_are_cut_off() throws Exception {
        Map<String, Object> settings = Map.of(
                "himar.events.max-backlog", "8KB",
                "himar.events.max-backlogs", "1MB",
                "himar.events.patience", "2s",
                "himar.events.heartbeat", "500ms");
        try (ConfigurableApplicationContext other = gateway.start(settings)) {
            int port = other.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            HttpCalls http = gateway.http(port);
            ApiClient client = new ApiClient(http);
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < SLOW; i++) {
                slow.add(reader(port, "/v1/events?limit=100"));
            }
            // Each answer is longer than what lies on the way to a client that takes nothing.
            for (int i = 0; i < 30; i++) {
                GenerationDocument generation = client.generate("{'class': 1, 'count': 10}");
                EventReader events = client.follow(generation);
                assertThat(events.next()).tellsOfAGeneration();
                scheduling.pick(generation.id()).forEach(lease -> scheduling.finish(lease, PNG));
                List<Event> rest = events.rest();
                assertThat(rest.get(rest.size() - 1)).tellsTheEnd().succeeded();
            }
            assertThat(openStreams(http)).isZero();
            for (Socket each : slow) {
                each.close();
            }
        }
    }

    /** Asks, and never reads the answer, for which there is hardly any room on the way. */
    private static Socket reader(int port, String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n\r\n")
                        .getBytes(US_ASCII));
        return socket;
    }

    private static double openStreams(HttpCalls http) throws InterruptedException {
        double open = SLOW;
        for (int attempt = 0; attempt < 200 && open > 0; attempt++) {
            Thread.sleep(100);
            open = Stream.of(http.get("/actuator/prometheus").text().split("\n"))
                    .filter(line -> line.startsWith("himar_gateway_event_streams "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                    .sum();
        }
        return open;
    }
}
