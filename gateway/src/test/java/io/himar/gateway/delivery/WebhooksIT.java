package io.himar.gateway.delivery;

import static io.himar.gateway.GatewayAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.ApiClient;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Webhooks from the end of a generation to a real server that receives them. */
@GatewayTest
class WebhooksIT {
    private static final Receiver.Reply OK = new Receiver.Reply(204);

    private final RunningGateway gateway;
    private final HttpCalls http;
    private final ApiClient client;
    private final Scheduling scheduling;

    WebhooksIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
        this.client = new ApiClient(http);
        this.scheduling = new Scheduling(gateway);
    }

    @Test
    void the_receiver_is_told_of_the_end_by_a_signed_message() throws Exception {
        try (Receiver receiver = Receiver.http(message -> OK)) {
            GenerationDocument generation = ended(receiver.url("/hook"));
            Receiver.Message message = receiver.next();

            assertThat(message.isSignedBy(secret(0))).isTrue();
            assertThat(message.json().path("type").stringValue()).isEqualTo("generation.succeeded");
            assertThat(message.json().path("timestamp").stringValue()).startsWith("20");
            JsonNode data = message.json().path("data");
            assertThat(data.path("id").stringValue()).isEqualTo(generation.id().toString());
            assertThat(data.path("status").stringValue()).isEqualTo("succeeded");
            assertThat(data.path("metadata").path("order").stringValue()).isEqualTo("12");
            assertThat(data.path("images").path(0).path("result").path("width").intValue())
                    .isEqualTo(32);
            assertThat(message.body()).doesNotContain("X-Amz-Signature");
            JsonNode delivery = delivery(generation, "delivered");
            assertThat(delivery.path("id").stringValue()).isEqualTo(message.id());
            assertThat(delivery.path("attempts").path(0).path("status_code").intValue())
                    .isEqualTo(204);
        }
    }

    @Test
    void a_message_is_sent_again_until_it_is_received_with_the_same_id_and_bytes() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        try (Receiver receiver = Receiver.http(
                message -> attempts.incrementAndGet() < 3 ? new Receiver.Reply(500, "Retry-After", "1") : OK)) {
            GenerationDocument generation = ended(receiver.url("/hook"));
            Receiver.Message first = receiver.next();
            Receiver.Message second = receiver.next();
            Receiver.Message third = receiver.next();

            assertThat(List.of(second.id(), third.id())).containsOnly(first.id());
            assertThat(List.of(second.body(), third.body())).containsOnly(first.body());
            assertThat(third.isSignedBy(secret(0))).isTrue();
            assertThat(delivery(generation, "delivered").path("attempts").valueStream())
                    .extracting(attempt -> attempt.path("status_code").intValue())
                    .containsExactly(500, 500, 204);
        }
    }

    @Test
    void what_was_given_up_can_be_sent_again() throws Exception {
        AtomicInteger status = new AtomicInteger(404);
        try (Receiver receiver = Receiver.http(message -> new Receiver.Reply(status.get()))) {
            GenerationDocument generation = ended(receiver.url("/hook"));
            JsonNode failed = delivery(generation, "failed");
            assertThat(failed.path("attempts")).hasSize(1 + RunningGateway.WEBHOOK_RETRIES);

            status.set(204);
            String path = "/v1/webhooks/deliveries/" + failed.path("id").stringValue();
            assertThat(http.post(path + "/resend", "")).isAccepted();

            delivery(generation, "delivered");
            assertThat(http.get(path).json().path("attempts")).hasSize(2 + RunningGateway.WEBHOOK_RETRIES);
            assertThat(http.get("/v1/webhooks/deliveries?status=delivered&limit=1")
                            .json()
                            .path("data"))
                    .hasSize(1);
        }
    }

    @Test
    void an_endpoint_that_is_gone_is_disabled_until_it_is_enabled_again() throws Exception {
        AtomicInteger status = new AtomicInteger(410);
        try (Receiver receiver = Receiver.http(message -> new Receiver.Reply(status.get()))) {
            delivery(ended(receiver.url("/gone")), "disabled");
            JsonNode missed = delivery(ended(receiver.url("/gone")), "disabled");
            assertThat(missed.path("attempts")).isEmpty();
            String resend = "/v1/webhooks/deliveries/" + missed.path("id").stringValue() + "/resend";
            assertThat(http.post(resend, "")).isProblem(409);

            status.set(204);
            assertThat(http.delete("/v1/webhooks/disabled/" + disabled(receiver.url("/gone"))))
                    .hasStatus(204);

            delivery(ended(receiver.url("/gone")), "delivered");
            assertThat(http.post(resend, "")).isAccepted();
        }
    }

    @Test
    void during_a_rotation_both_secrets_sign() throws Exception {
        try (Receiver receiver = Receiver.http(message -> OK)) {
            ended(receiver.url("/hook"));
            receiver.next();
            String before = secret(0);

            HttpCalls.Answer rotated = http.post("/v1/webhooks/secrets", "");
            assertThat(rotated).hasStatus(201);
            assertThat(http.post("/v1/webhooks/secrets", "")).isProblem(409);
            String after = rotated.json().path("secret").stringValue();
            assertThat(List.of(secret(0), secret(1))).containsExactly(after, before);
            ended(receiver.url("/hook"));
            Receiver.Message message = receiver.next();
            assertThat(message.isSignedBy(before)).isTrue();
            assertThat(message.isSignedBy(after)).isTrue();

            String old =
                    http.get("/v1/webhooks/secrets").json().at("/data/1/id").stringValue();
            assertThat(http.delete("/v1/webhooks/secrets/" + old)).hasStatus(204);
            ended(receiver.url("/hook"));
            Receiver.Message later = receiver.next();
            assertThat(later.isSignedBy(before)).isFalse();
            assertThat(later.isSignedBy(after)).isTrue();
        }
    }

    @Test
    void only_the_events_that_were_chosen_are_told() throws Exception {
        try (Receiver receiver = Receiver.http(message -> OK)) {
            String webhook = "'webhook': {'url': '%s', 'events': ['generation.canceled']}".formatted(receiver.url("/"));
            GenerationDocument succeeded = client.generate("{'class': 1, " + webhook + "}");
            scheduling.finish(scheduling.pick(succeeded.id()).get(0), new byte[] {1});
            GenerationDocument canceled = client.generate("{'class': 1, " + webhook + "}");
            client.cancel(canceled);
            scheduling.carryOutCancellations();

            assertThat(receiver.next().json().path("type").stringValue()).isEqualTo("generation.canceled");
            assertThat(http.get(succeeded.self() + "/deliveries").json().path("data"))
                    .isEmpty();
        }
    }

    @Test
    void a_receiver_that_does_not_answer_holds_up_nobody_else() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        try (Receiver slow = Receiver.http(message -> waitFor(stuck));
                Receiver quick = Receiver.http(message -> OK)) {
            for (int i = 0; i < 10; i++) {
                ended(slow.url("/hook"));
            }
            slow.next();
            ended(quick.url("/hook"));

            quick.next();
            stuck.countDown();
        }
    }

    @Test
    void what_a_gateway_had_in_hand_when_it_died_is_sent_by_another() throws Exception {
        Semaphore answered = new Semaphore(0);
        AtomicInteger attempts = new AtomicInteger();
        try (Receiver receiver = Receiver.http(message -> {
            if (attempts.incrementAndGet() == 1) {
                answered.acquireUninterruptibly(); // As long as its lease lasts, and longer.
            }
            return OK;
        })) {
            GenerationDocument generation = ended(receiver.url("/hook"));
            Receiver.Message first = receiver.next();
            forgetLease(generation);
            try (ConfigurableApplicationContext another = gateway.start(Map.of())) {
                assertThat(another.isRunning()).isTrue();
                Receiver.Message second = receiver.next();
                assertThat(second.id()).isEqualTo(first.id());
                assertThat(second.body()).isEqualTo(first.body());
            }
            answered.release();
            delivery(generation, "delivered");
        }
    }

    @Test
    void two_gateways_send_each_message_once() throws Exception {
        try (Receiver receiver = Receiver.http(message -> OK);
                ConfigurableApplicationContext another = gateway.start(Map.of())) {
            assertThat(another.isRunning()).isTrue();
            List<GenerationDocument> generations = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                generations.add(ended(receiver.url("/hook")));
            }
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                ids.add(receiver.next().id());
            }
            for (GenerationDocument generation : generations) {
                delivery(generation, "delivered");
            }
            assertThat(ids).hasSize(20);
            assertThat(receiver.isEmpty()).isTrue();
        }
    }

    @Test
    void a_deleted_generation_is_told_of_by_its_id_and_status() throws Exception {
        try (Receiver receiver = Receiver.http(message -> OK)) {
            GenerationDocument generation = client.generate(asking(receiver.url("/hook")));
            http.delete(generation.self());
            scheduling.carryOutCancellations();

            assertThat(receiver.next().json().path("data").toString())
                    .isEqualTo("{\"id\":\"%s\",\"status\":\"canceled\"}".formatted(generation.id()));
        }
    }

    private GenerationDocument ended(String url) {
        GenerationDocument generation = client.generate(asking(url));
        scheduling.finish(scheduling.pick(generation.id()).get(0), new byte[] {1});
        return generation;
    }

    private static String asking(String url) {
        return "{'class': 1, 'metadata': {'order': '12'}, 'webhook': {'url': '" + url + "'}}";
    }

    private String secret(int index) {
        return http.get("/v1/webhooks/secrets")
                .json()
                .at("/data/" + index + "/secret")
                .stringValue();
    }

    private String disabled(String url) {
        return http.get("/v1/webhooks/disabled")
                .json()
                .path("data")
                .valueStream()
                .filter(each -> each.path("url").stringValue().equals(url))
                .findFirst()
                .orElseThrow()
                .path("id")
                .stringValue();
    }

    /** The only delivery of a generation, as soon as it stands so. */
    private JsonNode delivery(GenerationDocument generation, String status) throws InterruptedException {
        for (int i = 0; i < 1200; i++) {
            JsonNode found = http.get(generation.self() + "/deliveries")
                    .json()
                    .path("data")
                    .path(0);
            if (found.path("status").asString("none").equals(status)) {
                return found;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("not " + status + ": "
                + http.get(generation.self() + "/deliveries").text());
    }

    /** As if the time had passed after which a gateway is taken for dead. */
    private void forgetLease(GenerationDocument generation) throws Exception {
        try (var connection = gateway.database().getConnection();
                var update = connection.prepareStatement(
                        "update himar.webhook_delivery set due_at = now() where job_id = ?")) {
            update.setObject(1, generation.id());
            update.executeUpdate();
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    private static Receiver.Reply waitFor(CountDownLatch latch) {
        try {
            latch.await();
            return OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Receiver.Reply(500);
        }
    }
}
