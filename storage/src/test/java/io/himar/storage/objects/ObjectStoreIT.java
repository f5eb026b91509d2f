package io.himar.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.himar.servers.ObjectStorageServer;
import io.himar.storage.objects.ObjectStoreException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectStoreIT {
    private static final byte[] BYTES = "a picture".getBytes(StandardCharsets.UTF_8);
    private static final Download PNG = new Download("image/png", "inline; filename=\"a.png\"");

    @TempDir
    private static Path directory;

    private static ObjectStorageServer storage;
    private static ObjectStore store;

    @BeforeAll
    static void start() {
        storage = ObjectStorageServer.start(directory);
        store = new ObjectStore(config(storage.endpoint(), storage.secretKey()), Clock.systemUTC());
        store.ensureBucket();
    }

    @AfterAll
    static void stop() {
        store.close();
        storage.close();
    }

    @Test
    void making_the_bucket_again_is_no_error() {
        store.ensureBucket();
        assertThat(store.exists("nothing")).isFalse();
    }

    @Test
    void an_object_is_stored_read_and_deleted() {
        store.put("results/a/b/1-1.png", BYTES, "image/png");
        assertThat(store.get("results/a/b/1-1.png")).isEqualTo(BYTES);
        assertThat(store.exists("results/a/b/1-1.png")).isTrue();
        store.delete("results/a/b/1-1.png");
        assertThat(store.exists("results/a/b/1-1.png")).isFalse();
        store.delete("results/a/b/1-1.png");
    }

    @Test
    void objects_are_listed_page_by_page_in_the_order_of_their_keys() {
        Instant before = Instant.now().minusSeconds(60);
        List.of("pages/b/2", "pages/a/1", "pages/c/3", "pagesX/d").forEach(key -> store.put(key, BYTES, "image/png"));

        assertThat(store.list("pages/", "", 2)).extracting(StoredObject::key).containsExactly("pages/a/1", "pages/b/2");
        assertThat(store.list("pages/", "pages/b/2", 2))
                .extracting(StoredObject::key)
                .containsExactly("pages/c/3");
        assertThat(store.list("pages/", "pages/c/3", 2)).isEmpty();
        assertThat(store.list("pages/", "", 9)).allMatch(each -> each.modified().isAfter(before));
    }

    @Test
    void many_objects_are_deleted_at_once_whether_they_are_there_or_not() {
        store.put("many/1", BYTES, "image/png");
        store.put("many/2", BYTES, "image/png");
        store.deleteAll(List.of("many/1", "many/2", "many/none"));
        assertThat(store.list("many/", "", 10)).isEmpty();
        store.deleteAll(List.of());
    }

    @Test
    void a_signed_url_gives_the_object_to_anyone_and_an_altered_one_does_not() throws Exception {
        store.put("results/signed.png", BYTES, "image/png");
        SignedUrl signed = store.signedUrl("results/signed.png", Duration.ofMinutes(1), PNG);

        HttpResponse<byte[]> answer = download(signed.url());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(BYTES);
        assertThat(answer.headers().firstValue("content-type")).contains("image/png");
        assertThat(answer.headers().firstValue("content-disposition")).contains("inline; filename=\"a.png\"");
        assertThat(download(URI.create(signed.url().toString().replace("signed.png", "other.png")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(download(URI.create(signed.url().toString().replaceAll("\\?.*", "")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void signed_urls_are_made_for_the_public_endpoint() {
        ObjectStoreConfig config = new ObjectStoreConfig(
                storage.endpoint(),
                URI.create("https://pictures.example.org"),
                "himar-results",
                storage.region(),
                storage.accessKey(),
                storage.secretKey());
        try (ObjectStore elsewhere = new ObjectStore(config, Clock.systemUTC())) {
            SignedUrl signed = elsewhere.signedUrl("results/a.png", Duration.ofHours(1), PNG);
            assertThat(signed.url())
                    .hasScheme("https")
                    .hasHost("pictures.example.org")
                    .hasPath("/himar-results/results/a.png");
        }
    }

    @Test
    void a_bucket_that_nobody_has_made_yet_holds_nothing() {
        ObjectStoreConfig config = new ObjectStoreConfig(
                storage.endpoint(),
                storage.endpoint(),
                "not-made-yet",
                storage.region(),
                storage.accessKey(),
                storage.secretKey());
        try (ObjectStore fresh = new ObjectStore(config, Clock.systemUTC())) {
            assertThat(fresh.list("results/", "", 10)).isEmpty();
        }
    }

    @Test
    void the_bucket_may_stand_in_the_host() {
        ObjectStoreConfig config = new ObjectStoreConfig(
                URI.create("https://s3.example.org"),
                URI.create("https://s3.example.org"),
                "pictures",
                "eu-central-1",
                new ObjectCredentials.Keys("key", "secret"),
                BucketAddress.HOST);
        try (ObjectStore elsewhere = new ObjectStore(config, Clock.systemUTC())) {
            assertThat(elsewhere
                            .signedUrl("results/a.png", Duration.ofHours(1), PNG)
                            .url())
                    .hasHost("pictures.s3.example.org")
                    .hasPath("/results/a.png");
        }
    }

    @Test
    void without_any_credentials_around_it_is_said_so() {
        ObjectStoreConfig config = new ObjectStoreConfig(
                storage.endpoint(),
                storage.endpoint(),
                "himar-results",
                storage.region(),
                http -> () -> {
                    throw new ProviderException("All providers fail to fetch credentials");
                },
                BucketAddress.AUTO);
        try (ObjectStore nobody = new ObjectStore(config, Clock.systemUTC())) {
            assertThatThrownBy(() -> nobody.put("a", BYTES, "image/png"))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("fail to fetch credentials");
        }
    }

    @Test
    void a_missing_object_is_named() {
        assertThatThrownBy(() -> store.get("results/none.png"))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MISSING))
                .hasMessageContaining("results/none.png");
    }

    @Test
    void a_wrong_secret_is_refused_and_not_worth_a_retry() {
        try (ObjectStore wrong = new ObjectStore(config(storage.endpoint(), "wrong"), Clock.systemUTC())) {
            assertThatThrownBy(() -> wrong.put("a", BYTES, "image/png"))
                    .isInstanceOfSatisfying(ObjectStoreException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.REFUSED);
                        assertThat(e.retryable()).isFalse();
                    });
        }
    }

    /** As S3 answers a user who has no right to list or to make buckets. */
    @Test
    void a_user_who_may_only_store_and_read_needs_no_right_to_look_at_buckets() throws IOException {
        HttpServer denying = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        denying.createContext("/", exchange -> {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        denying.start();
        URI endpoint = URI.create("http://127.0.0.1:" + denying.getAddress().getPort());
        try (ObjectStore limited = new ObjectStore(config(endpoint, "secret"), Clock.systemUTC())) {
            assertThatCode(limited::ensureBucket).doesNotThrowAnyException();
        } finally {
            denying.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"429, TooManyRequests", "503, SlowDown", "403, RequestTimeTooSkewed", "400, RequestTimeout", "408, ''"})
    void what_passes_is_no_refusal(int status, String code) throws IOException {
        String error = "<Error><Code>" + code + "</Code><Message>later</Message></Error>";
        byte[] body = error.getBytes(StandardCharsets.UTF_8);
        HttpServer busy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        busy.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        busy.start();
        URI endpoint = URI.create("http://127.0.0.1:" + busy.getAddress().getPort());
        try (ObjectStore asking = new ObjectStore(config(endpoint, "secret"), Clock.systemUTC())) {
            assertThatThrownBy(() -> asking.put("a", BYTES, "image/png"))
                    .isInstanceOfSatisfying(ObjectStoreException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.FAILED);
                        assertThat(e.retryable()).isTrue();
                    });
        } finally {
            busy.stop(0);
        }
    }

    @Test
    void an_unreachable_storage_is_said_to_be_so() {
        URI nowhere = URI.create("http://127.0.0.1:1");
        try (ObjectStore away = new ObjectStore(config(nowhere, "secret"), Clock.systemUTC())) {
            assertThatThrownBy(() -> away.put("a", BYTES, "image/png"))
                    .isInstanceOfSatisfying(ObjectStoreException.class, e -> {
                        assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
                        assertThat(e.retryable()).isTrue();
                    })
                    .hasMessageContaining("cannot store a")
                    .hasMessageContaining("127.0.0.1:1");
        }
    }

    @Test
    void an_endpoint_with_a_path_is_refused_by_name() {
        assertThatThrownBy(() -> config(URI.create("http://host/path"), "secret"))
                .hasMessageContaining("endpoint: http://host/path");
    }

    private static ObjectStoreConfig config(URI endpoint, String secret) {
        return new ObjectStoreConfig(
                endpoint, endpoint, "himar-results", storage.region(), storage.accessKey(), secret);
    }

    private static HttpResponse<byte[]> download(URI url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
