package io.himar.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.images.QueueReader.Queue;
import io.himar.storage.images.QueueReader.Queued;
import io.himar.storage.jobs.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class QueueOutlookTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Queued> jobs = new ArrayList<>();

    @Test
    void images_of_the_same_tenant_go_in_their_order() {
        UUID first = job("ada", Priority.NORMAL, 1, 10);
        UUID second = job("ada", Priority.NORMAL, 11, 1);

        assertThat(position(first)).isEqualTo(1);
        assertThat(position(second)).isEqualTo(11);
    }

    @Test
    void tenants_take_turns_so_that_a_long_queue_of_another_hardly_counts() {
        job("ada", Priority.NORMAL, 1, 1000);
        UUID first = job("bob", Priority.NORMAL, 1, 5);
        UUID second = job("bob", Priority.NORMAL, 6, 1);

        assertThat(position(first)).isEqualTo(1);
        assertThat(position(second)).isEqualTo(6 + 5);
    }

    @Test
    void higher_classes_go_first_whosever_they_are() {
        job("ada", Priority.URGENT, 1, 7);
        job("ada", Priority.BACKGROUND, 1, 100);
        UUID normal = job("bob", Priority.NORMAL, 1, 1);

        assertThat(position(normal)).isEqualTo(8);
    }

    @Test
    void the_beginning_is_estimated_by_the_pace_of_late_and_not_without_one() {
        UUID job = job("ada", Priority.NORMAL, 5, 1);

        assertThat(places(2).get(job).estimatedStartAt()).contains(NOW.plusMillis(2500));
        assertThat(places(0).get(job).estimatedStartAt()).isEmpty();
    }

    @Test
    void who_begins_with_stage_2_has_a_place_in_its_queue_and_those_who_go_on_there_have_none() {
        UUID goesOn = job("ada", Priority.NORMAL, 0, 3);
        UUID fromPivot = job("ada", Priority.NORMAL, 4, 1);
        List<Queue> queues = List.of(
                new Queue(NOW, List.of(new Queued(goesOn, "ada", Priority.NORMAL, 1, 1)), 1), new Queue(NOW, jobs, 2));

        Map<UUID, QueuePlace> places = QueueOutlook.places(queues);

        assertThat(places.get(fromPivot).position()).isEqualTo(4);
        assertThat(places.get(fromPivot).estimatedStartAt()).contains(NOW.plusSeconds(2));
        assertThat(places.get(goesOn).position()).isEqualTo(1);
        assertThat(places.get(goesOn).estimatedStartAt()).contains(NOW.plusSeconds(1));
    }

    @Test
    void the_database_is_asked_once_however_many_ask() {
        List<List<Queue>> asked = new ArrayList<>();
        QueueOutlook outlook = new QueueOutlook(() -> {
            List<Queue> queues = List.of(new Queue(NOW, jobs, 0));
            asked.add(queues);
            return queues;
        });
        UUID job = job("ada", Priority.NORMAL, 1, 1);

        for (int i = 0; i < 100; i++) {
            assertThat(outlook.of(job)).isPresent();
        }
        assertThat(outlook.of(UUID.randomUUID())).isEmpty();
        assertThat(asked.size()).isLessThan(100);
    }

    private UUID job(String tenant, Priority priority, int first, int images) {
        UUID job = UUID.randomUUID();
        jobs.add(new Queued(job, tenant, priority, first, images));
        return job;
    }

    private int position(UUID job) {
        return places(0).get(job).position();
    }

    private Map<UUID, QueuePlace> places(double begunPerSecond) {
        return QueueOutlook.places(List.of(new Queue(NOW, jobs, begunPerSecond)));
    }
}
