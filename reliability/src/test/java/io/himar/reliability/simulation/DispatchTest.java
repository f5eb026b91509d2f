package io.himar.reliability.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.Stage;
import io.himar.scheduler.scheduling.Assignment;
import io.himar.scheduler.scheduling.Dispatcher;
import io.himar.scheduler.scheduling.SchedulingListener;
import io.himar.scheduler.scheduling.SchedulingRules;
import io.himar.scheduler.scheduling.TaskSender;
import io.himar.storage.images.Heartbeat;
import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageTable;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.Pace;
import io.himar.storage.images.RetryPolicy;
import io.himar.storage.images.Waiting;
import io.himar.storage.images.Worker;
import io.himar.storage.jobs.Priority;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the scheduler's dispatcher gives to whom. */
class DispatchTest {
    private static final SchedulingRules RULES = rules(1000);

    private final VirtualTime time = new VirtualTime();
    private final MemoryImages images = new MemoryImages(time, () -> false);
    private final Sent sent = new Sent();
    private final Dispatcher dispatcher = dispatcher(images);
    private int admitted;

    @Test
    void all_slots_are_filled_at_once_however_many_short_queues_stand_beside_a_long_one() {
        worker("pivot-1", 200);
        for (int i = 0; i < 19; i++) {
            submit("short-" + i, 1);
        }
        submit("long", 500);
        dispatchAll();
        // Of 200 slots six are kept for those who have less than their share.
        assertThat(sent.assignments).hasSize(194);
    }

    @Test
    void images_of_a_model_that_no_worker_has_do_not_stand_in_the_way_of_others() {
        worker("pivot-1", 4);
        for (int i = 0; i < 300; i++) {
            images.admit(ofModel("absent", queued("default", 0)));
        }
        submit("default", 5);
        dispatchAll();
        assertThat(sent.assignments)
                .hasSize(4)
                .allMatch(each -> each.waiting().model().equals(QueuedImage.MODEL));
    }

    @Test
    void drafts_go_to_free_slots_however_much_waits_for_stage_2() {
        worker("pivot-1", 10);
        submit("default", 20);
        for (int i = 0; i < 5; i++) {
            images.admit(QueuedImage.draft(
                    new UUID(1, ++admitted), new UUID(0, 1), 100 + i, "default", Priority.NORMAL, time.now()));
        }
        dispatcher(images, rules(2)).dispatch();

        assertThat(sent.assignments)
                .filteredOn(each -> each.waiting().image().draft())
                .hasSize(5);
        assertThat(sent.assignments)
                .filteredOn(each -> !each.waiting().image().draft())
                // Twice as many as stage 2 has room for, since no tenant has its share.
                .hasSize(4);
    }

    @Test
    void two_schedulers_give_a_worker_no_more_than_its_slots() {
        worker("pivot-1", 4);
        submit("default", 20);
        dispatcher(beforeWorkersAreLocked(dispatcher::dispatch)).dispatch();
        assertThat(sent.assignments).hasSize(4);
    }

    /** Tables in which another scheduler does something while this one waits for the workers. */
    private ImageTables beforeWorkersAreLocked(Runnable other) {
        return new ImageTables() {
            @Override
            public <T> T transaction(String purpose, Work<T> work) {
                return images.transaction(purpose, table -> work.on(interrupted(table, other)));
            }
        };
    }

    private static ImageTable interrupted(ImageTable table, Runnable other) {
        boolean[] done = {false};
        return (ImageTable) Proxy.newProxyInstance(
                ImageTable.class.getClassLoader(), new Class<?>[] {ImageTable.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("lockWorkers") && !done[0]) {
                        done[0] = true;
                        other.run();
                    }
                    try {
                        return method.invoke(table, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Dispatcher dispatcher(ImageTables tables) {
        return dispatcher(tables, RULES);
    }

    private static SchedulingRules rules(int pivotsAhead) {
        return new SchedulingRules(
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofMinutes(10),
                OptionalInt.of(pivotsAhead));
    }

    private Dispatcher dispatcher(ImageTables tables, SchedulingRules rules) {
        ImageLife life =
                new ImageLife(new RetryPolicy(3, 10, Duration.ofSeconds(1), Duration.ofSeconds(30)), () -> 0.5);
        return new Dispatcher(tables, life, rules, sent, new SchedulingListener() {});
    }

    private void dispatchAll() {
        boolean more = true;
        while (more) {
            more = dispatcher.dispatch();
        }
    }

    private void worker(String id, int slots) {
        Worker worker = new Worker(
                id,
                Stage.PIVOT,
                slots,
                Set.of(QueuedImage.MODEL),
                Set.of(QueuedImage.SETTINGS.getSampler().name()),
                "",
                Pace.UNKNOWN);
        images.transaction("hear", table -> {
            table.heard(List.of(new Heartbeat(worker, List.of(), false)), time.now(), time.now());
            return worker;
        });
    }

    private void submit(String tenant, int count) {
        for (int i = 0; i < count; i++) {
            images.admit(queued(tenant, i));
        }
    }

    private Waiting queued(String tenant, int index) {
        return QueuedImage.of(
                new UUID(1, ++admitted), new UUID(0, tenant.hashCode()), index, tenant, Priority.NORMAL, time.now());
    }

    private static Waiting ofModel(String model, Waiting image) {
        return new Waiting(
                image.image(),
                image.tenant(),
                image.priority(),
                image.cost(),
                image.turnAt(),
                model,
                image.motif(),
                image.seed(),
                image.pivotKept(),
                image.pivot(),
                image.refine());
    }

    private static final class Sent implements TaskSender {
        private final List<Assignment> assignments = new ArrayList<>();

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void suspect() {
            throw new AssertionError("nothing failed");
        }

        @Override
        public CompletableFuture<Void> send(Assignment assignment) {
            assignments.add(assignment);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void announceEnd(UUID image, long epoch) {
            // No lease ends here.
        }
    }
}
