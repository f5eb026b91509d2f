import com.sun.net.httpserver.HttpServer;
import io.himar.inference.server.EmbeddedInferenceServer;
import java.net.InetSocketAddress;
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
        HttpServer http = HttpServer.create(new InetSocketAddress("0.0.0.0", 8000), 0);
        answer(http, "/v2/health/live", new AtomicBoolean(true));
        answer(http, "/v2/health/ready", ready);
        http.start();
        EmbeddedInferenceServer server = EmbeddedInferenceServer.start(
                Path.of(repository),
                new EmbeddedInferenceServer.Options(host, 8001, Runtime.getRuntime().availableProcessors(), GRACE));
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

    private static void answer(HttpServer http, String path, AtomicBoolean yes) {
        http.createContext(path, exchange -> {
            exchange.sendResponseHeaders(yes.get() ? 200 : 400, -1);
            exchange.close();
        });
    }
}
