package io.himar.worker.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server on loopback that answers a change of one pod as Kubernetes's API server does: over TLS, to one token, to a
 * merge patch alone. It keeps the folder that a pod finds its token and the cluster's authority in.
 */
public final class ClusterApi implements AutoCloseable {
    public static final String NAMESPACE = "pictures";
    public static final String POD = "himar-pivot-worker-5d8f9c7b6-x2x2x";

    private static final String PATH = "/api/v1/namespaces/" + NAMESPACE + "/pods/" + POD;

    private final Path credentials;
    private final InetAddress address;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> patches = new CopyOnWriteArrayList<>();
    private final Map<String, String> annotations = new ConcurrentHashMap<>();
    private HttpsServer server;
    private volatile String token;
    private volatile int refusal;
    private final AtomicInteger asked = new AtomicInteger();

    private ClusterApi(Path credentials, InetAddress address) {
        this.credentials = credentials;
        this.address = address;
    }

    /** Starts one at 127.0.0.1, and puts what a pod needs into {@code credentials}. */
    public static ClusterApi start(Path credentials) throws IOException {
        return start(credentials, InetAddress.getLoopbackAddress());
    }

    /** Starts one at an address of loopback. */
    public static ClusterApi start(Path credentials, InetAddress address) throws IOException {
        ClusterApi api = new ClusterApi(Files.createDirectories(credentials), address);
        api.serve(certificate(address), 0);
        api.tokenIs("first.token-of_the.pod");
        return api;
    }

    private void serve(HeldCertificate certificate, int port) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(address, port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslContext()));
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
        Files.writeString(credentials.resolve("ca.crt"), certificate.certificatePem());
    }

    private static HeldCertificate certificate(InetAddress address) {
        return new HeldCertificate.Builder()
                .addSubjectAlternativeName(address.getHostAddress())
                .build();
    }

    /** What a worker is told to speak to this server. */
    public String[] arguments() {
        return new String[] {
            "--himar.worker.deletion-cost.enabled=true",
            "--himar.worker.deletion-cost.interval=100ms",
            "--himar.worker.deletion-cost.pod=" + POD,
            "--himar.worker.deletion-cost.namespace=" + NAMESPACE,
            "--himar.worker.deletion-cost.host=" + host(),
            "--himar.worker.deletion-cost.port=" + port(),
            "--himar.worker.deletion-cost.credentials=" + credentials
        };
    }

    public String host() {
        return address.getHostAddress();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Another token is the only one from now on, and the pod has it. */
    public void tokenIs(String renewed) throws IOException {
        token = renewed;
        // As the kubelet's files end or not.
        Files.writeString(credentials.resolve("token"), renewed + "\n");
    }

    /** Takes the server away, and gives it back with a certificate of another authority, which the pod knows. */
    public void renewAuthority() throws IOException {
        int port = port();
        server.stop(0);
        serve(certificate(address), port);
    }

    /** Answers with this status from now on; 0 for what is right. */
    public void refuse(int status) {
        refusal = status;
    }

    /** An annotation of the pod. */
    public Optional<String> annotation(String name) {
        return Optional.ofNullable(annotations.get(name));
    }

    /** The patches that were carried out. */
    public List<String> patches() {
        return List.copyOf(patches);
    }

    /** How many requests came. */
    public int asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            asked.incrementAndGet();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int status = refusal == 0 ? status(exchange, body) : refusal;
            byte[] answer = (status == 200 ? "{\"kind\":\"Pod\"}" : failure(status)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int status(HttpExchange exchange, String body) {
        if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return 401;
        }
        if (!exchange.getRequestMethod().equals("PATCH")) {
            return 403;
        }
        if (!exchange.getRequestURI().getPath().equals(PATH)) {
            return 404;
        }
        if (!"application/merge-patch+json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
            return 415;
        }
        return patched(body);
    }

    private int patched(String body) {
        try {
            JsonNode changed = new JsonMapper().readTree(body).path("metadata").path("annotations");
            changed.properties()
                    .forEach(entry ->
                            annotations.put(entry.getKey(), entry.getValue().stringValue()));
            patches.add(body);
            return 200;
        } catch (JacksonException e) {
            return 400;
        }
    }

    private static String failure(int status) {
        return """
                {"kind": "Status", "status": "Failure", "message": "pods \\"%s\\" is not to be had: %d", "code": %d}
                """.formatted(POD, status, status);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
