package io.himar.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.ProtobufSerializer;
import io.himar.contracts.Stage;
import io.himar.contracts.StageProgress;
import io.himar.contracts.Topics;
import io.himar.gateway.EventReader;
import io.himar.gateway.EventReader.Event;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import io.himar.storage.jobs.Lease;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@GatewayTest
class EventsIT {
    private static final byte[] PNG = {1, 2, 3};

    private final RunningGateway gateway;
    private final HttpCalls http;
    private final Scheduling scheduling;

    EventsIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
        this.scheduling = new Scheduling(gateway);
    }

    @Test
    void a_generation_can_be_followed_from_its_first_event_to_its_end() throws Exception {
        String self = create(1);
        EventReader events = EventReader.open(http, self + "/events");
        assertThat(events.header("Content-Type")).startsWith("text/event-stream");
        assertThat(status(events.next())).isEqualTo("queued");

        Lease lease = scheduling.pick(id(self)).get(0);
        assertThat(status(events.next())).isEqualTo("pivoting");

        scheduling.finishPivot(lease);
        Event refining = events.next();
        assertThat(status(refining)).isEqualTo("refining");
        assertThat(refining.json().path("preview").path("url").stringValue()).contains("previews/");

        scheduling.finish(lease, PNG);
        Event succeeded = events.next();
        assertThat(status(succeeded)).isEqualTo("succeeded");
        assertThat(succeeded.json().path("result").path("bytes").intValue()).isEqualTo(3);

        Event done = events.next();
        assertThat(done.name()).isEqualTo("done");
        assertThat(done.json().path("images").path(0).path("result").has("url")).isTrue();
        assertThat(status(done)).isEqualTo("succeeded");
        assertThat(events.next().name()).isEqualTo("closed");
    }

    @Test
    void a_client_that_resumes_gets_what_it_missed_and_nothing_twice() throws Exception {
        String self = create(2);
        EventReader first = EventReader.open(http, self + "/events");
        first.next();
        String last = first.next().id();
        first.close();

        List<Lease> leases = scheduling.pick(id(self));
        scheduling.finish(leases.get(1), PNG);
        EventReader second = EventReader.open(http, self + "/events", "Last-Event-ID", last);
        assertThat(List.of(status(second.next()), status(second.next()), status(second.next())))
                .containsExactly("pivoting", "pivoting", "succeeded");
        scheduling.fail(leases.get(0));

        List<Event> rest = second.rest();
        assertThat(rest).extracting(Event::name).containsExactly("image", "done");
        assertThat(rest.get(0).json().path("error").path("message").stringValue())
                .isEqualTo("Nobody answered.");
        assertThat(status(rest.get(1))).isEqualTo("partial");
    }

    @Test
    void a_finished_generation_is_told_again_and_a_client_that_saw_the_end_is_told_to_stop() throws Exception {
        String self = create(1);
        scheduling.finish(scheduling.pick(id(self)).get(0), PNG);

        List<Event> all = EventReader.open(http, self + "/events").rest();
        assertThat(all).extracting(Event::name).containsExactly("image", "image", "image", "done");

        String lastImage = all.get(2).id();
        List<Event> after = EventReader.open(http, self + "/events", "Last-Event-ID", lastImage)
                .rest();
        assertThat(after).extracting(Event::name).containsExactly("done");

        EventReader over = EventReader.open(
                http, self + "/events", "Last-Event-ID", all.get(3).id());
        assertThat(over.status()).isEqualTo(204);
    }

    @Test
    void progress_of_the_workers_reaches_those_who_follow() throws Exception {
        String self = create(2);
        Lease lease = scheduling.pick(id(self)).get(1);
        EventReader events = EventReader.open(http, self + "/events");
        events.next();

        try (KafkaProducer<String, byte[]> producer = producer()) {
            Event progress = null;
            // A gateway hears what is said after it has joined, which may still be under way.
            for (int step = 1; step <= 40 && progress == null; step++) {
                publish(producer, lease, new byte[] {9, 9});
                publish(producer, lease, progress(lease, step));
                progress = events.poll("progress", 500);
            }
            assertThat(progress).isNotNull();
            assertThat(progress.id()).isNull();
            assertThat(progress.json().path("index").intValue()).isEqualTo(1);
            assertThat(progress.json().path("stage").stringValue()).isEqualTo("refine");
            assertThat(progress.json().path("steps").intValue()).isEqualTo(40);
        }
        events.close();
    }

    @Test
    void a_quiet_stream_is_kept_alive() throws Exception {
        EventReader events = EventReader.open(http, create(1) + "/events");

        assertThat(events.next("comment").data()).isEqualTo(": open");
        assertThat(events.next("comment").data()).isEqualTo(": alive");
        events.close();
    }

    @Test
    void hundreds_of_clients_follow_at_once_without_a_thread_for_each() throws Exception {
        int clients = 300;
        String self = create(1);
        List<EventReader> readers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            readers.add(EventReader.open(http, self + "/events"));
        }
        assertThat(gatewayThreads()).isLessThan(clients);

        scheduling.finish(scheduling.pick(id(self)).get(0), PNG);

        for (EventReader reader : readers) {
            assertThat(reader.rest()).extracting(Event::name).containsExactly("image", "image", "image", "done");
        }
    }

    @Test
    void a_change_reaches_those_who_follow_without_looking_again() throws Exception {
        String self = create(1);
        EventReader events = EventReader.open(http, self + "/events");
        events.next();

        scheduling.pick(id(self));

        assertThat(events.next().name()).isEqualTo("image");
        events.close();
    }

    @Test
    void a_client_that_left_is_forgotten() throws Exception {
        EventReader events = EventReader.open(http, create(1) + "/events");
        events.next();
        assertThat(openStreams()).isPositive();
        events.close();

        // Heartbeats find out, also for streams that other tests have left.
        for (int attempt = 0; attempt < 100 && openStreams() > 0; attempt++) {
            assertThat(events.poll("never", 100)).isNull();
        }
        assertThat(openStreams()).isZero();
    }

    @Test
    void an_id_that_is_none_of_ours_is_refused() {
        HttpCalls.Answer answer = http.get(create(1) + "/events", "Last-Event-ID", "yesterday");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").path(0).path("field").stringValue())
                .isEqualTo("Last-Event-ID");
    }

    /** Threads of the web server and of the event delivery; the test's own readers are not counted. */
    private static long gatewayThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("-exec-") || name.startsWith("himar-event") || name.startsWith("tomcat"))
                .count();
    }

    private double openStreams() {
        return Stream.of(new String(http.get("/actuator/prometheus").response().body(), StandardCharsets.UTF_8)
                        .split("\n"))
                .filter(line -> line.startsWith("himar_gateway_event_streams "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private byte[] progress(Lease lease, int step) {
        Instant now = Instant.now();
        Timestamp at = Timestamp.newBuilder().setSeconds(now.getEpochSecond()).build();
        ImageEvent event = ImageEvent.newBuilder()
                .setLease(ImageLease.newBuilder()
                        .setImageId(lease.imageId().toString())
                        .setJobId(lease.jobId().toString())
                        .setAttempt(lease.attempt())
                        .setEpoch(lease.epoch())
                        .setDeadline(at))
                .setAt(at)
                .setWorker("refine-1")
                .setStageProgress(StageProgress.newBuilder()
                        .setStage(Stage.REFINE)
                        .setStep(step)
                        .setSteps(40))
                .build();
        try (ProtobufSerializer<ImageEvent> serializer = new ProtobufSerializer<>()) {
            return serializer.serialize(Topics.IMAGE_EVENTS, event);
        }
    }

    private static void publish(KafkaProducer<String, byte[]> producer, Lease lease, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(Topics.IMAGE_EVENTS, lease.imageId().toString(), value))
                .get();
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", gateway.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private String create(int count) {
        HttpCalls.Answer created = http.post("/v1/generations", "{'class': 1, 'count': %d}".formatted(count));
        assertThat(created.status()).isEqualTo(202);
        return created.header("Location");
    }

    private static String status(Event event) {
        JsonNode data = event.json();
        return data.path("status").stringValue();
    }

    private static UUID id(String self) {
        return UUID.fromString(self.substring(self.lastIndexOf('/') + 1));
    }
}
