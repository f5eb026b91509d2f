package io.himar.reliability.stub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.himar.inference.InferenceClient;
import io.himar.model.ModelConfig;
import io.himar.reliability.process.ParentWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The stub as a program: {@code CONFIG PORT CONTROL_PORT DELAY_MILLIS}. */
public final class StubServer {
    private static final int SHORTEST_PING_SECONDS = 10;

    private StubServer() {}

    public static void main(String[] arguments) throws IOException {
        ParentWatch.begin(() -> Runtime.getRuntime().halt(1));
        StubState state = new StubState();
        StubGraphs graphs = new StubGraphs(ModelConfig.read(Path.of(arguments[0])));
        Duration delay = Duration.ofMillis(Long.parseLong(arguments[3]));
        var later = Executors.newScheduledThreadPool(2);
        var unused = NettyServerBuilder.forAddress(loopback(Integer.parseInt(arguments[1])))
                .addService(new StubService(graphs, state, delay, later))
                .directExecutor()
                .maxInboundMessageSize(InferenceClient.MAX_MESSAGE_BYTES)
                .permitKeepAliveTime(SHORTEST_PING_SECONDS, TimeUnit.SECONDS)
                .build()
                .start();
        control(Integer.parseInt(arguments[2]), state);
    }

    /** {@code GET /counters} answers the counters, {@code POST /mode/NAME} sets the mode. */
    private static void control(int port, StubState state) throws IOException {
        HttpServer server = HttpServer.create(loopback(port), 0);
        server.createContext("/counters", exchange -> answer(exchange, state.counters()));
        server.createContext("/mode/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            state.mode(StubMode.valueOf(path.substring(path.lastIndexOf('/') + 1)));
            answer(exchange, "");
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
