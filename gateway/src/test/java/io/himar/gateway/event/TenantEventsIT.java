package io.himar.gateway.event;

import static io.himar.gateway.GatewayAssertions.assertThat;

import io.himar.gateway.ApiClient;
import io.himar.gateway.EventReader;
import io.himar.gateway.EventReader.Event;
import io.himar.gateway.GatewayTest;
import io.himar.gateway.GenerationDocument;
import io.himar.gateway.HttpCalls;
import io.himar.gateway.RunningGateway;
import io.himar.gateway.Scheduling;
import io.himar.gateway.Scheduling.Leased;
import io.himar.storage.jobs.EventJournal;
import io.himar.storage.sql.Transactions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** One stream tells of all generations. */
@GatewayTest
class TenantEventsIT {
    private static final byte[] PNG = {1, 2, 3};
    private static final String PATH = "/v1/events";

    private final RunningGateway gateway;
    private final HttpCalls http;
    private final ApiClient client;
    private final Scheduling scheduling;

    TenantEventsIT(RunningGateway gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
        this.client = new ApiClient(http);
        this.scheduling = new Scheduling(gateway);
    }

    @BeforeEach
    void nothing_waits() {
        http.post("/v1/generations/cancel", "");
        scheduling.carryOutCancellations();
    }

    @Test
    void it_begins_with_the_newest_and_the_unfinished_ones_and_says_where_older_ones_are() throws Exception {
        GenerationDocument unfinished = client.generate("{'class': 1}");
        client.generate("{'class': 2}");
        GenerationDocument newest = client.generate("{'class': 0}");

        List<Event> start = start(open(PATH + "?limit=1"));

        assertThat(ids(start)).last().isEqualTo(newest.id());
        String older = start.get(start.size() - 1).json().path("next_cursor").stringValue();
        assertThat(http.get("/v1/generations?limit=2&cursor=" + older)
                        .json()
                        .path("data")
                        .path(1)
                        .path("id")
                        .stringValue())
                .isEqualTo(unfinished.id().toString());
    }

    @Test
    void unfinished_ones_come_first_however_old_they_are() throws Exception {
        GenerationDocument running = client.generate("{'class': 1}");
        scheduling.pick(running.id());
        GenerationDocument newest = client.generate("{'class': 2}");
        client.cancel(newest);
        scheduling.carryOutCancellations();

        List<Event> start = start(open(PATH + "?limit=1"));

        assertThat(ids(start)).first().isEqualTo(running.id());
        assertThat(ids(start)).contains(newest.id());
    }

    @Test
    void it_tells_of_new_generations_and_all_that_happens_to_them() throws Exception {
        EventReader events = open(PATH + "?limit=0");
        assertThat(events.next()).isNamed("ready");

        GenerationDocument generation = client.generate("{'class': 1, 'count': 3}");
        Event accepted = events.next();
        assertThat(accepted).tellsOfAGeneration().isQueued();
        assertThat(accepted.generation().id()).isEqualTo(generation.id());

        List<Leased> leases = scheduling.pick(generation.id());
        for (int i = 0; i < 3; i++) {
            Event started = events.next();
            assertThat(started).tellsOfAnImage("started").isPivoting();
            assertThat(started.json().path("generation").stringValue())
                    .isEqualTo(generation.id().toString());
        }
        scheduling.finishPivot(leases.get(0));
        assertThat(events.next()).tellsOfAnImage("preview").hasPreview();
        scheduling.finish(leases.get(0), PNG);
        assertThat(events.next()).tellsOfAnImage("succeeded").hasResult(32, 32, 3);

        client.cancel(generation);
        assertThat(events.next()).tellsOfAGeneration().isBeingCanceled();
        scheduling.carryOutCancellations();
        assertThat(events.next()).tellsOfAnImage("canceled").isCanceled();
        assertThat(events.next()).tellsOfAnImage("canceled").isCanceled();
        assertThat(events.next()).tellsTheEnd().isCanceled();

        http.delete(generation.self());
        Event deleted = events.next();
        assertThat(deleted).isNamed("deleted");
        assertThat(deleted.json().path("generation").stringValue())
                .isEqualTo(generation.id().toString());
        events.close();
    }

    @Test
    void a_client_that_resumes_at_any_event_gets_what_it_missed_and_nothing_twice() throws Exception {
        EventReader events = open(PATH + "?limit=0");
        List<Event> all = new ArrayList<>(List.of(events.next()));
        GenerationDocument one = client.generate("{'class': 1, 'count': 2}");
        GenerationDocument other = client.generate("{'class': 2}");
        scheduling.pick(one.id()).forEach(lease -> scheduling.finish(lease, PNG));
        client.cancel(other);
        scheduling.carryOutCancellations();
        while (all.stream().filter(event -> event.name().equals("done")).count() < 2) {
            Event next = events.next();
            if (next.id() != null) {
                all.add(next);
            }
        }
        events.close();

        for (int known = 0; known < all.size() - 1; known++) {
            EventReader resumed = open(PATH, "Last-Event-ID", all.get(known).id());
            for (Event missed : all.subList(known + 1, all.size())) {
                Event again = resumed.next();
                assertThat(again.name()).isEqualTo(missed.name());
                assertThat(id(again)).isEqualTo(id(missed));
            }
            resumed.close();
        }
    }

    @Test
    void an_entry_of_a_transaction_that_commits_late_is_neither_missed_nor_repeated() throws Exception {
        GenerationDocument late = client.generate("{'class': 1}");
        GenerationDocument early = client.generate("{'class': 2}");
        EventReader events = open(PATH + "?limit=0");
        Event ready = events.next();
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        Thread slow = new Thread(() -> new Transactions(gateway.database()).run("write, and commit late", sql -> {
            EventJournal.append(sql, Instant.now(), List.of(image(late)));
            written.countDown();
            await(commit);
            return true;
        }));
        slow.start();
        await(written);

        new Transactions(gateway.database()).run("write, and commit at once", sql -> {
            EventJournal.append(sql, Instant.now(), List.of(image(early)));
            return true;
        });
        Event first = events.next();
        assertThat(first.generation().id()).isEqualTo(early.id());
        commit.countDown();
        slow.join();
        assertThat(events.next().generation().id()).isEqualTo(late.id());
        events.close();

        EventReader fromTheBeginning = open(PATH, "Last-Event-ID", ready.id());
        UUID one = fromTheBeginning.next().generation().id();
        UUID two = fromTheBeginning.next().generation().id();
        assertThat(List.of(one, two)).containsExactlyInAnyOrder(early.id(), late.id());
        fromTheBeginning.close();
        EventReader afterTheFirst = open(PATH, "Last-Event-ID", first.id());
        assertThat(afterTheFirst.next().generation().id()).isEqualTo(late.id());
        afterTheFirst.close();
    }

    @Test
    void who_waits_is_told_how_many_are_before() throws Exception {
        try (ConfigurableApplicationContext other = gateway.start(Map.of("himar.events.queue", "100ms"))) {
            int port = other.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            GenerationDocument first = client.generate("{'class': 1, 'count': 3}");
            GenerationDocument second = client.generate("{'class': 2}");
            EventReader all = EventReader.open(gateway.http(port), PATH);
            assertThat(all.next("queue").json().path("data").size()).isEqualTo(2);

            EventReader one = new ApiClient(gateway.http(port)).follow(second);
            assertThat(one.next("generation").json().path("queue_position").intValue())
                    .isEqualTo(2); // The other images of the first have their turns later.
            client.cancel(first);
            scheduling.carryOutCancellations();

            JsonNode places = one.next("queue").json().path("data");
            assertThat(places.size()).isEqualTo(1);
            assertThat(places.path(0).path("generation").stringValue())
                    .isEqualTo(second.id().toString());
            assertThat(places.path(0).path("queue_position").intValue()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999:99999999999:", "5:5:/99999999999:99999999999:/3"})
    void an_id_of_the_future_is_answered_with_how_things_are(String id) throws Exception {
        GenerationDocument generation = client.generate("{'class': 1}");

        assertThat(ids(start(open(PATH + "?limit=1", "Last-Event-ID", id)))).contains(generation.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "5", "5:5:/5:5:", "5:5:/5:5:/x", "5:5:/5:5:/3-end", "-1:5:"})
    void an_id_that_is_none_of_ours_is_refused(String id) {
        assertThat(http.get(PATH, "Last-Event-ID", id)).isProblem(400).blames("Last-Event-ID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "-1", "x", ""})
    void a_number_of_generations_out_of_range_is_refused(String limit) {
        assertThat(http.get(PATH + "?limit=" + limit)).isProblem(400).blames("limit");
    }

    @Test
    void asking_for_the_headers_alone_opens_no_stream() {
        assertThat(http.head(PATH)).isOk().isOfType("text/event-stream").isEmpty();
    }

    private EventReader open(String path, String... headers) {
        return EventReader.open(http, path, headers);
    }

    /** All up to the event that says that these are all. */
    private static List<Event> start(EventReader events) throws InterruptedException {
        List<Event> start = new ArrayList<>();
        do {
            start.add(events.next());
        } while (!start.get(start.size() - 1).name().equals("ready"));
        events.close();
        return start;
    }

    private static Set<UUID> ids(List<Event> start) {
        Set<UUID> ids = new LinkedHashSet<>();
        start.subList(0, start.size() - 1)
                .forEach(event -> ids.add(event.generation().id()));
        return ids;
    }

    private static String id(Event event) {
        return event.json().path("id").stringValue();
    }

    private static UUID image(GenerationDocument generation) {
        return UUID.fromString(generation.image(0).json().path("id").stringValue());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
