package io.himar.storage.objects;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Object storage whose certificate comes from an authority that no JVM knows. */
class PrivateAuthorityTest {
    @TempDir
    private Path directory;

    private final HeldCertificate own =
            new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    private HttpsServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(
                new HandshakeCertificates.Builder().heldCertificate(own).build().sslContext()));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void is_used_once_its_authority_is_named() throws IOException {
        Path authority = Files.writeString(directory.resolve("ca.pem"), own.certificatePem());

        try (ObjectStore objects = store(Optional.of(authority))) {
            assertThatCode(() -> objects.put("a", new byte[1], "image/png")).doesNotThrowAnyException();
        }
    }

    @Test
    void is_not_believed_otherwise() {
        try (ObjectStore objects = store(Optional.empty())) {
            assertThatThrownBy(() -> objects.put("a", new byte[1], "image/png"))
                    .isInstanceOf(ObjectStoreException.class);
        }
    }

    @Test
    void a_file_without_certificates_is_refused_by_its_name() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");

        assertThatThrownBy(() -> store(Optional.of(empty)))
                .hasMessage(empty + " (expected: a PEM file of certificates)");
    }

    private ObjectStore store(Optional<Path> authorities) {
        URI endpoint = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        return new ObjectStore(
                new ObjectStoreConfig(
                        endpoint,
                        endpoint,
                        "himar",
                        "us-east-1",
                        new ObjectCredentials.Keys("a", "s"),
                        BucketAddress.PATH,
                        authorities),
                Clock.systemUTC());
    }
}
