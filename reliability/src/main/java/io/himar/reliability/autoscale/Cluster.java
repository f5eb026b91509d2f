package io.himar.reliability.autoscale;

import io.himar.reliability.process.FreePort;
import io.himar.reliability.suite.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A cluster with KEDA, seen through {@code kubectl} and {@code helm}, which are on the path and know where it is. */
final class Cluster implements AutoCloseable {
    static final String NAMESPACE = "autoscale";

    private static final int OK = 200;

    /** On a busy machine an API server may take its time; a sample that comes late is no reason to end. */
    private static final Duration ANSWER = Duration.ofMinutes(1);

    /** The proxy takes the offer of another version for that of another protocol, which it passes on. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process proxy;
    private final URI address;

    Cluster() throws IOException {
        int port = FreePort.next();
        address = URI.create("http://127.0.0.1:" + port);
        proxy = new ProcessBuilder("kubectl", "proxy", "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Runs a program to its end, which has to be a good one. */
    static void run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", List.of(words)) + ": ended with " + process.exitValue());
        }
    }

    /** Names of a kind's pods that are not on their way out. */
    Set<String> pods(ServiceKind kind) throws IOException, InterruptedException {
        String selector = "app.kubernetes.io/component%3D" + kind;
        Set<String> names = new TreeSet<>();
        for (JsonNode pod : get("/api/v1/namespaces/" + NAMESPACE + "/pods?labelSelector=" + selector)
                .path("items")) {
            if (!pod.path("metadata").has("deletionTimestamp")) {
                names.add(pod.path("metadata").path("name").asString());
            }
        }
        return names;
    }

    /** How many workers of a kind are asked for. */
    int asked(ServiceKind kind) throws IOException, InterruptedException {
        return get("/apis/apps/v1/namespaces/" + NAMESPACE + "/deployments/himar-" + kind)
                .path("spec")
                .path("replicas")
                .asInt();
    }

    @Override
    public void close() {
        proxy.destroy();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWER).build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            throw new IOException(path + ": status " + answer.statusCode() + " (expected: 200): " + answer.body());
        }
        return JsonMapper.shared().readTree(answer.body());
    }
}
