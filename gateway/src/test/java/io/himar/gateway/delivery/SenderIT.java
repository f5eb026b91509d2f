package io.himar.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.webhook.Destinations;
import io.himar.gateway.webhook.WebhookSettings;
import io.himar.storage.webhooks.Delivery;
import io.himar.storage.webhooks.WebhookSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One request to real servers on loopback. */
class SenderIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Receiver.Reply OK = new Receiver.Reply(200);

    @Test
    void a_message_is_signed_and_its_answer_told() throws Exception {
        try (Receiver receiver = Receiver.http(message -> new Receiver.Reply(503, "Retry-After", "7"))) {
            Delivery delivery = to(receiver.url("/hook?id=1"));
            Sender.Outcome outcome = allowing("127.0.0.0/8").send(delivery, "{\"ü\": 1}", secrets());

            assertThat(outcome.attempt().status()).contains(503);
            assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(7));
            Receiver.Message message = receiver.next();
            assertThat(message.isSignedBy(SECRET)).isTrue();
            assertThat(message.path()).isEqualTo("/hook?id=1");
            assertThat(message.id()).isEqualTo(delivery.id().toString());
            assertThat(message.body()).isEqualTo("{\"ü\": 1}");
            assertThat(message.headers().get("content-type").get(0)).startsWith("application/json");
        }
    }

    @Test
    void each_message_has_a_connection_of_its_own_so_that_none_is_sent_into_one_that_its_receiver_has_left()
            throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread receiver = new Thread(() -> answerAndLeave(server));
            receiver.setDaemon(true);
            receiver.start();
            Sender sender = allowing("127.0.0.0/8");
            for (int i = 0; i < 6; i++) {
                assertThat(status(sender, "http://127.0.0.1:" + server.getLocalPort()))
                        .contains(204);
            }
        }
    }

    @Test
    void a_name_is_reached_over_tls_where_its_certificate_is_right() throws Exception {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("hooks.example")
                .build();
        HandshakeCertificates server =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        HandshakeCertificates client = new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build();
        try (Receiver receiver = Receiver.https(server.sslContext(), message -> OK)) {
            OkHttpClient trusting = new OkHttpClient.Builder()
                    .dns(name -> List.of(InetAddress.getLoopbackAddress()))
                    .sslSocketFactory(client.sslSocketFactory(), client.trustManager())
                    .build();
            Sender sender = sender(trusting, "127.0.0.0/8");

            assertThat(status(sender, "https://hooks.example:" + receiver.port()))
                    .contains(200);
            assertThat(error(sender, "https://other.example:" + receiver.port()))
                    .startsWith("tls");
            assertThat(error(allowing("127.0.0.0/8"), "https://127.0.0.1:" + receiver.port()))
                    .startsWith("tls");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "0.0.0.0"})
    void a_host_that_is_not_on_the_public_network_is_not_reached(String host) throws Exception {
        try (Receiver receiver = Receiver.http(message -> OK)) {
            assertThat(error(allowing(), "http://" + host + ":" + receiver.port()))
                    .startsWith("address_refused");
            assertThat(receiver.isEmpty()).isTrue();
        }
    }

    @Test
    void a_name_that_leads_to_a_private_address_is_not_reached() throws Exception {
        try (Receiver receiver = Receiver.http(message -> OK)) {
            Sender sender = resolving(name -> List.of(InetAddress.getLoopbackAddress()));
            String error = error(sender, "http://hooks.example:" + receiver.port());

            assertThat(error).startsWith("address_refused").doesNotContain("127.0.0.1");
            assertThat(receiver.isEmpty()).isTrue();
        }
    }

    @Test
    void a_name_that_changes_its_address_after_it_was_looked_at_gains_nothing() throws Exception {
        try (Receiver receiver = Receiver.http(message -> OK)) {
            AtomicInteger lookups = new AtomicInteger();
            // The first answer is public and refuses connections; the next ones are private.
            Sender sender = resolving(name -> List.of(
                    lookups.getAndIncrement() == 0
                            ? address("64:ff9b::c0a8:1") // of a private one, in the form of NAT64
                            : InetAddress.getLoopbackAddress()));
            for (int i = 0; i < 3; i++) {
                assertThat(error(sender, "http://hooks.example:" + receiver.port()))
                        .startsWith("address_refused");
            }
            assertThat(receiver.isEmpty()).isTrue();
        }
    }

    @Test
    void redirects_are_not_followed() throws Exception {
        try (Receiver inside = Receiver.http(message -> OK);
                Receiver receiver =
                        Receiver.http(message -> new Receiver.Reply(307, "Location", inside.url("/secret")))) {
            assertThat(status(allowing("127.0.0.0/8"), receiver.url("/"))).contains(307);
            assertThat(inside.isEmpty()).isTrue();
        }
    }

    @Test
    void a_receiver_that_does_not_answer_is_left_after_the_timeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Sender sender = sender(new OkHttpClient(), Duration.ofMillis(300), "127.0.0.0/8");
            assertThat(error(sender, "http://127.0.0.1:" + silent.getLocalPort()))
                    .startsWith("timeout");
        }
    }

    @Test
    void an_answer_without_end_is_not_read_to_its_end() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread talker = new Thread(() -> talkForEver(server));
            talker.setDaemon(true);
            talker.start();
            assertThat(status(allowing("127.0.0.0/8"), "http://127.0.0.1:" + server.getLocalPort()))
                    .contains(200);
            talker.join();
        }
    }

    @Test
    void a_host_that_takes_no_connection_or_is_unknown_is_told() throws Exception {
        int closed;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = server.getLocalPort();
        }
        assertThat(error(allowing("127.0.0.0/8"), "http://127.0.0.1:" + closed)).startsWith("not_connected");
        Sender knowingNone = resolving(name -> {
            throw new UnknownHostException(name);
        });
        assertThat(error(knowingNone, "http://hooks.example/")).startsWith("unknown_host");
    }

    /** As HTTP/1.0 does, and whoever keeps a connection for a few seconds only: without a word that it ends. */
    private static void answerAndLeave(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                assertThat(socket.getInputStream().read(new byte[0x4000])).isPositive();
                socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The test has ended.
            }
        }
    }

    private static void talkForEver(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("400\r\n" + "x".repeat(0x400) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            while (true) {
                socket.getOutputStream().write(chunk);
            }
        } catch (IOException e) {
            // The sender has left, as it should.
        }
    }

    private static Optional<Integer> status(Sender sender, String url) {
        return sender.send(to(url), "{}", secrets()).attempt().status();
    }

    private static String error(Sender sender, String url) {
        return sender.send(to(url), "{}", secrets()).attempt().error().orElse("none");
    }

    private static Sender allowing(String... ranges) {
        return sender(new OkHttpClient(), ranges);
    }

    private static Sender resolving(Dns dns) {
        return sender(new OkHttpClient.Builder().dns(dns).build());
    }

    private static Sender sender(OkHttpClient client, String... ranges) {
        return sender(client, TIMEOUT, ranges);
    }

    private static Sender sender(OkHttpClient client, Duration timeout, String... ranges) {
        WebhookSettings settings = new WebhookSettings(true, List.of(ranges), Duration.ofDays(1));
        GuardedSockets sockets = new GuardedSockets(new Destinations(settings)::reachable);
        return new Sender(client, sockets, timeout, Clock.systemUTC());
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    private static Delivery to(String url) {
        return new Delivery(
                UUID.randomUUID(),
                "default",
                UUID.randomUUID(),
                url,
                "host",
                "generation.succeeded",
                Instant.EPOCH,
                Optional.empty(),
                1,
                0);
    }

    private static List<WebhookSecret> secrets() {
        return List.of(new WebhookSecret(UUID.randomUUID(), SECRET, Instant.EPOCH, Optional.empty()));
    }
}
