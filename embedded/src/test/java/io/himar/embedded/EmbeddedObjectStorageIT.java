package io.himar.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.BucketExistsArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedObjectStorageIT {
    private static final String BUCKET = "letters";
    private static final int HOUR = 3600;

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void a_signed_url_serves_the_object_and_still_does_after_a_restart_on_the_same_port() throws Exception {
        String url;
        int port;
        try (EmbeddedObjectStorage storage = EmbeddedObjectStorage.start(directory)) {
            put(storage, "a/b.txt", "hello");
            url = signed(storage, "a/b.txt", HOUR);
            port = storage.port();
            assertThat(get(url).body()).isEqualTo("hello");
            assertThat(get(url).headers().firstValue("content-type")).contains("text/plain");
        }
        try (EmbeddedObjectStorage storage = EmbeddedObjectStorage.start(directory, port)) {
            assertThat(get(url).body()).isEqualTo("hello");
            assertThat(get(signed(storage, "a/b.txt", HOUR)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void an_expired_altered_or_missing_signature_is_refused() throws Exception {
        try (EmbeddedObjectStorage storage = EmbeddedObjectStorage.start(directory)) {
            put(storage, "one", "1");
            put(storage, "two", "2");
            String one = signed(storage, "one", HOUR);
            String brief = signed(storage, "one", 1);

            assertThat(get(one).statusCode()).isEqualTo(200);
            assertThat(get(one.replace("/one?", "/two?")).statusCode()).isEqualTo(403);
            assertThat(get(one.replace("X-Amz-Expires=3600", "X-Amz-Expires=7200"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(get(storage.endpoint() + "/" + BUCKET + "/one").statusCode())
                    .isEqualTo(403);
            assertThat(statusOnceExpired(brief)).isEqualTo(403);
        }
    }

    @Test
    void the_keys_are_readable_by_their_owner_alone_and_kept() throws Exception {
        String secret;
        try (EmbeddedObjectStorage storage = EmbeddedObjectStorage.start(directory)) {
            secret = storage.secretKey();
            Path file = directory.resolve("keys.properties");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        try (EmbeddedObjectStorage storage = EmbeddedObjectStorage.start(directory)) {
            assertThat(storage.secretKey()).isEqualTo(secret);
        }
    }

    @Test
    void a_taken_port_and_a_broken_key_file_are_named() throws Exception {
        try (EmbeddedObjectStorage storage = EmbeddedObjectStorage.start(directory.resolve("one"))) {
            assertThatThrownBy(() -> EmbeddedObjectStorage.start(directory.resolve("two"), storage.port()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("Port " + storage.port())
                    .hasMessageContaining("already taken");
        }
        Files.writeString(directory.resolve("one/keys.properties"), "access-key=a\n");
        assertThatThrownBy(() -> EmbeddedObjectStorage.start(directory.resolve("one")))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("keys.properties")
                .hasMessageContaining("secret-key");
    }

    private static MinioClient client(EmbeddedObjectStorage storage) {
        return MinioClient.builder()
                .endpoint(storage.endpoint().toString())
                .credentials(storage.accessKey(), storage.secretKey())
                .region(storage.region())
                .build();
    }

    private static void put(EmbeddedObjectStorage storage, String key, String text) throws Exception {
        MinioClient client = client(storage);
        ensureBucket(client);
        byte[] bytes = text.getBytes(UTF_8);
        client.putObject(PutObjectArgs.builder().bucket(BUCKET).object(key).contentType("text/plain").stream(
                        new ByteArrayInputStream(bytes), (long) bytes.length, -1L)
                .build());
    }

    private static void ensureBucket(MinioClient client) throws Exception {
        var bucket = BucketExistsArgs.builder().bucket(BUCKET).build();
        if (!client.bucketExists(bucket)) {
            client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
        }
    }

    private static String signed(EmbeddedObjectStorage storage, String key, int seconds) throws Exception {
        return client(storage)
                .getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                        .method(Http.Method.GET)
                        .bucket(BUCKET)
                        .object(key)
                        .expiry(seconds)
                        .build());
    }

    private HttpResponse<String> get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Expiry is the server's clock against a signed time, so the test can only ask until it has passed. */
    private int statusOnceExpired(String url) throws Exception {
        int status = 200;
        for (int attempt = 0; attempt < 50 && status == 200; attempt++) {
            status = get(url).statusCode();
            Thread.sleep(100);
        }
        return status;
    }
}
