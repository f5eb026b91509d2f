package io.himar.worker.pod;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * This worker's own pod at the cluster's API server. One annotation is all that is changed, and nothing is read. The
 * interface is Kubernetes's: a merge patch of a pod, shown the token of the pod's service account, over TLS by the
 * cluster's authority. Both files are read anew at each change, for the cluster renews them. Used by one thread.
 */
final class OwnPod {
    /** Of two pods the controller of a ReplicaSet takes away the one of less, an integer of 32 bits. */
    static final String ANNOTATION = "controller.kubernetes.io/pod-deletion-cost";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final JsonMapper JSON = new JsonMapper();

    private final URI address;
    private final Path token;
    private final Path authorities;
    private String trusted = "";
    private HttpClient client;

    OwnPod(DeletionCostSettings settings) {
        // An address of IPv6 has colons, and stands in brackets before a port.
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        address = URI.create("https://" + host + ":" + settings.port() + "/api/v1/namespaces/" + settings.namespace()
                + "/pods/" + settings.pod());
        token = settings.credentials().resolve("token");
        authorities = settings.credentials().resolve("ca.crt");
    }

    /** Says what it costs to take the pod away. */
    void costs(int cost) throws PodNotChangedException, InterruptedException {
        String patch = "{\"metadata\":{\"annotations\":{\"" + ANNOTATION + "\":\"" + cost + "\"}}}";
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/merge-patch+json")
                .header("Accept", "application/json")
                .timeout(PATIENCE)
                .method("PATCH", BodyPublishers.ofString(patch))
                .build();
        HttpResponse<String> answer = answer(request);
        if (answer.statusCode() != 200) {
            throw new PodNotChangedException(
                    "status " + answer.statusCode(),
                    "the API server answered " + answer.statusCode() + reason(answer.body()),
                    null);
        }
    }

    private HttpResponse<String> answer(HttpRequest request) throws PodNotChangedException, InterruptedException {
        try {
            return client().send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            String what = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
            throw new PodNotChangedException(
                    e.getClass().getName(), "no answer of " + address.getAuthority() + ": " + what, e);
        }
    }

    private String token() throws PodNotChangedException {
        String text = read(token).strip();
        if (!TOKEN.matcher(text).matches()) {
            // Of a header that is none, an exception would show the text.
            throw new PodNotChangedException("no token", token + " holds no token", null);
        }
        return text;
    }

    private HttpClient client() throws PodNotChangedException {
        String read = read(authorities);
        if (!read.equals(trusted)) {
            client = client(read);
            trusted = read;
        }
        return client;
    }

    /**
     * The old version of HTTP ends a connection that no answer comes by; a newer one would go on to use it. A proxy of
     * the JVM is for what is outside of the cluster.
     */
    private HttpClient client(String certificates) throws PodNotChangedException {
        try {
            PemSslStore trust = PemSslStore.of(PemContent.of(certificates).getCertificates(), null);
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(PATIENCE)
                    .sslContext(SslBundle.of(new PemSslStoreBundle(null, trust)).createSslContext())
                    .build();
        } catch (RuntimeException e) {
            throw new PodNotChangedException("no authorities", authorities + " holds no certificates in PEM form", e);
        }
    }

    private static String read(Path file) throws PodNotChangedException {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            throw new PodNotChangedException("no file", file + " is not there", e);
        } catch (IOException e) {
            throw new PodNotChangedException("unreadable", file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What the server says itself, in an object of its kind {@code Status}. */
    private static String reason(String body) {
        try {
            String said = JSON.readTree(body).path("message").asString("");
            return said.isEmpty() ? "" : ": " + said;
        } catch (JacksonException e) {
            // A proxy's page.
            return "";
        }
    }
}
