package io.himar.gateway.event;

import static io.himar.gateway.GatewayAssertions.assertThat;

import com.google.protobuf.Timestamp;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.ProtobufSerializer;
import io.himar.contracts.Stage;
import io.himar.contracts.StageProgress;
import io.himar.contracts.Topics;
import io.himar.gateway.ApiClient;
import io.himar.gateway.EventReader;
import io.himar.gateway.EventReader.Event;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import io.himar.gateway.Scheduling.Leased;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class EventsIT {
    private static final byte[] PNG = {1, 2, 3};

    private final RunningGateway gateway;
    private final HttpCalls http;
    private final ApiClient client;
    private final Scheduling scheduling;

    EventsIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
        this.client = new ApiClient(http);
        this.scheduling = new Scheduling(gateway);
    }

    @Test
    void a_generation_can_be_followed_from_its_first_event_to_its_end() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1}");
        EventReader events = client.follow(generation);
        assertThat(events.next()).tellsOfAGeneration().isQueued();

        Leased lease = scheduling.pick(generation.id()).get(0);
        assertThat(events.next()).tellsOfAnImage("started").isPivoting();

        scheduling.finishPivot(lease);
        assertThat(events.next()).tellsOfAnImage("preview").isRefining().hasPreview();

        scheduling.finish(lease, PNG);
        assertThat(events.next()).tellsOfAnImage("succeeded").succeeded().hasResult(32, 32, 3);

        Event done = events.next();
        assertThat(done).tellsTheEnd().succeeded();
        assertThat(done.generation().image(0)).succeeded().hasResult(32, 32, 3);
        assertThat(events.next()).isTheEndOfTheStream();
    }

    @Test
    void nobody_on_the_way_may_keep_change_or_hold_back_events() throws Exception {
        EventReader events = client.follow(client.generate("{'class': 1}"));

        assertThat(events.header("Content-Type")).startsWith("text/event-stream");
        assertThat(events.header("Cache-Control").split(", ")).containsExactlyInAnyOrder("no-store", "no-transform");
        assertThat(events.header("X-Accel-Buffering")).isEqualTo("no");
        events.close();
    }

    @Test
    void a_client_that_resumes_gets_what_it_missed_and_nothing_twice() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 2}");
        EventReader first = client.follow(generation);
        Event last = first.next();
        first.close();

        List<Leased> leases = scheduling.pick(generation.id());
        scheduling.finish(leases.get(1), PNG);
        EventReader second = client.resume(generation, last);
        assertThat(second.next()).tellsOfAnImage("started").isPivoting();
        assertThat(second.next()).tellsOfAnImage("started").isPivoting();
        assertThat(second.next()).tellsOfAnImage("succeeded").succeeded();

        scheduling.fail(leases.get(0));
        assertThat(second.next()).tellsOfAnImage("failed").failedBecause("inference_unavailable", "Nobody answered.");
        assertThat(second.next()).tellsTheEnd().failed().counts("succeeded", 1).counts("failed", 1);
        assertThat(second.next()).isTheEndOfTheStream();
    }

    @Test
    void a_finished_generation_is_told_again_and_a_client_that_saw_the_end_is_told_to_stop() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1}");
        EventReader meanwhile = client.follow(generation);
        meanwhile.next();
        scheduling.finish(scheduling.pick(generation.id()).get(0), PNG);
        List<Event> all = meanwhile.rest();
        assertThat(all).extracting(Event::name).containsExactly("started", "succeeded", "done");

        assertThat(client.follow(generation).rest()).extracting(Event::name).containsExactly("done");

        List<Event> afterTheImages = client.resume(generation, all.get(1)).rest();
        assertThat(afterTheImages).extracting(Event::name).containsExactly("done");

        EventReader afterTheEnd = client.resume(generation, all.get(2));
        assertThat(afterTheEnd.status()).isEqualTo(204);
    }

    @Test
    void progress_of_the_workers_reaches_those_who_follow() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1, 'count': 2}");
        Leased lease = scheduling.pick(generation.id()).get(1);
        EventReader events = client.follow(generation);
        events.next();

        try (KafkaProducer<String, byte[]> producer = producer()) {
            Event progress = null;
            // A gateway hears what is said after it has joined, which may still be under way.
            for (int step = 1; step <= 40 && progress == null; step++) {
                publish(producer, lease, new byte[] {9, 9});
                publish(producer, lease, progress(lease, step));
                progress = events.poll("progress", 500);
            }
            assertThat(progress).tellsOfProgress(1, "refine", 40).hasNoId();
        }
        events.close();
    }

    @Test
    void what_a_worker_said_of_an_image_that_has_ended_since_is_not_told_any_more() throws Exception {
        GenerationDocument first = client.generate("{'class': 1}");
        Leased ended = scheduling.pick(first.id()).get(0);
        GenerationDocument second = client.generate("{'class': 1}");
        Leased begun = scheduling.pick(second.id()).get(0);
        EventReader events = EventReader.open(http, "/v1/events");
        events.next("ready");
        scheduling.finish(ended, PNG);
        events.next("done");

        try (KafkaProducer<String, byte[]> producer = producer()) {
            Event progress = null;
            for (int step = 1; step <= 40 && progress == null; step++) {
                publish(producer, ended, progress(ended, 40));
                publish(producer, begun, progress(begun, step));
                progress = events.poll("progress", 500);
            }
            for (int step = 1; step <= 3; step++) {
                assertThat(progress.json().path("generation").stringValue())
                        .isEqualTo(second.id().toString());
                publish(producer, ended, progress(ended, 40));
                publish(producer, begun, progress(begun, step));
                progress = events.next("progress");
            }
        }
        events.close();
    }

    @Test
    void a_quiet_stream_is_kept_alive() throws Exception {
        EventReader events = client.follow(client.generate("{'class': 1}"));

        assertThat(events.next("comment").data()).isEqualTo(": open");
        assertThat(events.next("comment").data()).isEqualTo(": alive");
        events.close();
    }

    @Test
    void hundreds_of_clients_follow_at_once_without_a_thread_for_each() throws Exception {
        int clients = 300;
        GenerationDocument generation = client.generate("{'class': 1}");
        List<EventReader> readers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            readers.add(client.follow(generation));
        }
        assertThat(gatewayThreads()).isLessThan(clients);
        for (EventReader reader : readers) {
            assertThat(reader.next()).tellsOfAGeneration();
        }

        scheduling.finish(scheduling.pick(generation.id()).get(0), PNG);

        for (EventReader reader : readers) {
            assertThat(reader.rest()).extracting(Event::name).containsExactly("started", "succeeded", "done");
        }
    }

    @Test
    void a_change_reaches_those_who_follow_without_looking_again() throws Exception {
        GenerationDocument generation = client.generate("{'class': 1}");
        EventReader events = client.follow(generation);
        events.next();

        scheduling.pick(generation.id());

        assertThat(events.next()).tellsOfAnImage("started").isPivoting();
        events.close();
    }

    @Test
    void a_client_that_left_is_forgotten() throws Exception {
        double ofOthers = openStreams();
        EventReader events = client.follow(client.generate("{'class': 1}"));
        events.next();
        assertThat(openStreams()).isPositive();
        events.close();

        assertThat(streamsLeftOpen(events, ofOthers)).isLessThanOrEqualTo(ofOthers);
    }

    @Test
    void asking_for_the_headers_alone_opens_no_stream() throws Exception {
        double ofOthers = openStreams();
        GenerationDocument generation = client.generate("{'class': 1}");
        EventReader only = client.follow(generation);
        only.next();

        for (int i = 0; i < 20; i++) {
            assertThat(http.head(generation.events()))
                    .isOk()
                    .isOfType("text/event-stream")
                    .isEmpty();
        }
        only.close();

        assertThat(streamsLeftOpen(only, ofOthers)).isLessThanOrEqualTo(ofOthers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999", "0-done", "999999999999-done"})
    void an_id_of_no_event_of_the_stream_is_answered_with_how_things_are(String id) throws Exception {
        GenerationDocument running = client.generate("{'class': 1}");
        EventReader events = client.follow(running, "Last-Event-ID", id);
        assertThat(events.status()).isEqualTo(200);
        assertThat(events.next()).tellsOfAGeneration().isQueued();

        scheduling.finish(scheduling.pick(running.id()).get(0), PNG);
        assertThat(events.rest()).extracting(Event::name).containsExactly("started", "succeeded", "done");
        assertThat(client.follow(running, "Last-Event-ID", id).rest())
                .extracting(Event::name)
                .containsExactly("done");
    }

    @Test
    void an_id_that_is_none_of_ours_is_refused() {
        GenerationDocument generation = client.generate("{'class': 1}");

        HttpCalls.Answer answer = http.get(generation.events(), "Last-Event-ID", "yesterday");

        assertThat(answer).isProblem(400).blames("Last-Event-ID");
    }

    /** Threads of the web server and of the event delivery; the test's own readers are not counted. */
    private static long gatewayThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("-exec-") || name.startsWith("himar-event") || name.startsWith("tomcat"))
                .count();
    }

    /**
     * Waits for heartbeats, which find out who left, also of streams that other tests have left.
     *
     * @param ofOthers that were open before, such as that of a page in a browser
     */
    private double streamsLeftOpen(EventReader closed, double ofOthers) throws InterruptedException {
        for (int attempt = 0; attempt < 100 && openStreams() > ofOthers; attempt++) {
            assertThat(closed.poll("never", 100)).isNull();
        }
        return openStreams();
    }

    private double openStreams() {
        return Stream.of(http.get("/actuator/prometheus").text().split("\n"))
                .filter(line -> line.startsWith("himar_gateway_event_streams "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private byte[] progress(Leased lease, int step) {
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
            return serializer.serialize(Topics.DEFAULT.imageEvents(), event);
        }
    }

    private static void publish(KafkaProducer<String, byte[]> producer, Leased lease, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(
                        Topics.DEFAULT.imageEvents(), lease.imageId().toString(), value))
                .get();
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", gateway.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
