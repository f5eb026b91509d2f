import io.himar.inference.server.EmbeddedInferenceServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The project's inference server with Triton's options and ports: gRPC on 8001, and of HTTP on 8000 the health alone. */
public class Triton {
    private static final Duration GRACE = Duration.ofSeconds(25);

    public static void main(String[] options) throws Exception {
        String repository = option(options, "--model-repository=", "/models");
        String host = option(options, "--grpc-address=", "0.0.0.0");
        AtomicBoolean ready = new AtomicBoolean();
        Thread health = new Thread(() -> answer(ready));
        health.setDaemon(true);
        health.start();
        EmbeddedInferenceServer server = EmbeddedInferenceServer.start(
                Path.of(repository),
                EmbeddedInferenceServer.Options.defaults().withHost(host).withPort(8001).withPatience(GRACE));
        ready.set(true);
        System.out.println("Serving " + repository + " on " + server.address());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ready.set(false);
            server.close();
        }));
        Thread.currentThread().join();
    }

    private static String option(String[] options, String name, String otherwise) {
        for (String option : options) {
            if (option.startsWith(name)) {
                return option.substring(name.length());
            }
        }
        return otherwise;
    }

    /** Of HTTP just as much as a question for the health needs. */
    private static void answer(AtomicBoolean ready) {
        try (ServerSocket listening = new ServerSocket(8000)) {
            while (true) {
                try (Socket caller = listening.accept()) {
                    caller.setSoTimeout(1000);
                    BufferedReader lines = new BufferedReader(new InputStreamReader(caller.getInputStream()));
                    String request = lines.readLine();
                    while (request != null && !lines.readLine().isEmpty()) {
                        // The header fields say nothing that matters.
                    }
                    boolean good = request != null && (request.contains("/v2/health/live") || ready.get());
                    String status = good ? "200 OK" : "400 Bad Request";
                    caller.getOutputStream()
                            .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException | NullPointerException e) {
                    // Whoever asked has gone.
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot listen on port 8000", e);
        }
    }
}
