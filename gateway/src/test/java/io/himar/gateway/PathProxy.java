package io.himar.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A reverse proxy that offers a gateway below a path: it takes the path off, as a proxy is usually told to, and says so
 * in the usual headers or not.
 */
public final class PathProxy implements AutoCloseable {
    private static final Set<String> OF_ONE_CONNECTION =
            Set.of("connection", "content-length", "host", "http2-settings", "transfer-encoding", "upgrade");

    private final URI gateway;
    private final String path;
    private final boolean silent;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;
    private volatile String withheld = "";

    private PathProxy(int gatewayPort, String path, boolean silent) throws IOException {
        this.gateway = URI.create("http://127.0.0.1:" + gatewayPort);
        this.path = path;
        this.silent = silent;
        listen(0);
    }

    /** Offers the gateway below a path such as {@code /himar}, and tells the gateway so. */
    public static PathProxy below(String path, RunningGateway gateway) throws IOException {
        return new PathProxy(gateway.port(), path, false);
    }

    /** The same, but the gateway is told nothing. */
    public static PathProxy silentlyBelow(String path, RunningGateway gateway) throws IOException {
        return new PathProxy(gateway.port(), path, true);
    }

    public HttpCalls http() {
        return new HttpCalls(URI.create(address()));
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Cuts all connections and takes no other, as if everything behind the proxy were away. */
    public void goAway() {
        server.stop(0);
    }

    /** Is back at the same address. */
    public void comeBack() throws IOException {
        listen(server.getAddress().getPort());
    }

    /** Answers 502 to whatever asks for this path of the gateway. An empty path: to nothing. */
    public void withhold(String below) {
        withheld = below;
    }

    private void listen(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext(path + "/", this::pass);
        server.start();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals(path + withheld)) {
                exchange.sendResponseHeaders(502, -1);
                return;
            }
            HttpResponse<InputStream> response = client.send(request(exchange), BodyHandlers.ofInputStream());
            response.headers().map().forEach((name, values) -> {
                if (!OF_ONE_CONNECTION.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            boolean bodiless = exchange.getRequestMethod().equals("HEAD") || response.statusCode() == 204;
            exchange.sendResponseHeaders(response.statusCode(), bodiless ? -1 : 0);
            if (!bodiless) {
                copy(response.body(), exchange.getResponseBody());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        String below = exchange.getRequestURI().toString().substring(path.length());
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(below))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_ONE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        if (!silent) {
            request.header("X-Forwarded-Prefix", path)
                    .header("X-Forwarded-Proto", "http")
                    .header("X-Forwarded-Host", exchange.getRequestHeaders().getFirst("Host"));
        }
        return request.build();
    }

    /** Passes on every piece as it comes, as events want it. */
    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] piece = new byte[8192];
        for (int length = from.read(piece); length >= 0; length = from.read(piece)) {
            to.write(piece, 0, length);
            to.flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
