package io.himar.gateway.delivery;

import io.himar.storage.webhooks.Attempt;
import io.himar.storage.webhooks.Delivery;
import io.himar.storage.webhooks.WebhookSecret;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import okhttp3.Authenticator;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/**
 * Sends one message once. It follows no redirect, uses no proxy, and reads little of the answer. Each message has a
 * connection of its own: one that was left open may have been closed by its receiver, and a message that is sent into
 * it is an attempt that the receiver never saw.
 */
final class Sender {
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final int MOST_READ = 16 * 1024;

    private final OkHttpClient client;
    private final Clock clock;

    /**
     * @param client how hosts are resolved and believed; what is said above is set here
     * @param sockets which addresses may be reached
     * @param timeout of the whole attempt
     */
    Sender(OkHttpClient client, GuardedSockets sockets, Duration timeout, Clock clock) {
        this.client = client.newBuilder()
                .socketFactory(sockets)
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .protocols(List.of(Protocol.HTTP_1_1))
                .callTimeout(timeout)
                .connectTimeout(timeout)
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .build();
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param retryAfter the time that the receiver asks for
     */
    record Outcome(Attempt attempt, Optional<Duration> retryAfter) {}

    /** Sends it and waits for the answer, for the timeout at most. */
    Outcome send(Delivery delivery, String body, List<WebhookSecret> secrets) {
        Instant at = clock.instant();
        long began = System.nanoTime();
        try (Response response =
                client.newCall(request(delivery, body, secrets, at)).execute()) {
            skip(response);
            return new Outcome(
                    new Attempt(at, since(began), Optional.of(response.code()), Optional.empty()),
                    RetryAfter.parse(response.header("Retry-After"), clock.instant()));
        } catch (IOException e) {
            return new Outcome(
                    new Attempt(at, since(began), Optional.empty(), Optional.of(reason(e))), Optional.empty());
        }
    }

    /** Most answers are short; their receivers are not cut off while they write. */
    private static void skip(Response response) {
        try {
            response.body().source().request(MOST_READ);
        } catch (IOException e) {
            // The status has said what there was to say.
        }
    }

    private static Request request(Delivery delivery, String body, List<WebhookSecret> secrets, Instant at) {
        String id = delivery.id().toString();
        return new Request.Builder()
                .url(delivery.url())
                .header("User-Agent", "himar-webhooks/1")
                .header("Connection", "close")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                .header("webhook-signature", Signatures.of(id, at, body, secrets))
                .post(new Once(body.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** In words that tell nothing of the network that this runs in. */
    private static String reason(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isRefused(cause)) {
                return "address_refused: the host has an address that this deployment does not reach";
            }
        }
        if (failure instanceof UnknownHostException) {
            return "unknown_host: the name of the host is not known";
        } else if (failure instanceof ConnectException) {
            return "not_connected: the host took no connection";
        } else if (failure instanceof SSLException) {
            return "tls: no secure connection came about";
        } else if (failure instanceof InterruptedIOException) {
            return "timeout: no answer in time";
        }
        return "broken: the connection ended before the answer";
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof GuardedSockets.RefusedAddress
                || Arrays.stream(failure.getSuppressed())
                        .anyMatch(each -> each instanceof GuardedSockets.RefusedAddress);
    }

    /** A body that is not sent a second time by the client itself, which would be an attempt that nobody notes. */
    private static final class Once extends RequestBody {
        private final byte[] bytes;

        Once(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }
}
