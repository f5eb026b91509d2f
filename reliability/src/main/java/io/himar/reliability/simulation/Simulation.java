package io.himar.reliability.simulation;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.contracts.WorkerStatus;
import io.himar.scheduler.scheduling.Assignment;
import io.himar.scheduler.scheduling.Dispatcher;
import io.himar.scheduler.scheduling.Reconciler;
import io.himar.scheduler.scheduling.ReportIntake;
import io.himar.scheduler.scheduling.SchedulingListener;
import io.himar.scheduler.scheduling.SchedulingRules;
import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.RetryPolicy;
import io.himar.storage.images.Waiting;
import io.himar.storage.jobs.Deadlines;
import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.Priority;
import io.himar.storage.sql.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * One run: two schedulers, some workers of each stage, jobs that come and are cancelled, drafts that are refined. For
 * ten virtual minutes all goes wrong that can; then nothing does, and every image must come to its end.
 */
public final class Simulation {
    private static final Duration TROUBLES = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final List<String> PARTITIONS = List.of("himar.image-events-0", "himar.workers-0");
    private static final SchedulingRules RULES = new SchedulingRules(
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            OptionalInt.empty());

    private final VirtualTime time = new VirtualTime();
    private final Luck luck;
    private final MemoryImages images;
    private final Broker broker;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final Duration longestStage;
    private final Set<UUID> refined = new HashSet<>();
    private int started;
    private int leases;
    private int expired;

    private Simulation(long seed) {
        luck = new Luck(seed);
        images = new MemoryImages(time, () -> luck.trouble(0.01));
        broker = new Broker(time, luck);
        longestStage = Duration.ofSeconds(luck.upTo(40));
    }

    /**
     * What came of a run.
     *
     * @param images that were admitted
     * @param leases that were given
     * @param expired images whose deadline passed
     * @param violations each in a sentence; empty if all promises were kept
     */
    public record Outcome(long seed, int images, int leases, int expired, Duration took, List<String> violations) {}

    /** Runs from beginning to end. */
    public static Outcome run(long seed) {
        Simulation simulation = new Simulation(seed);
        simulation.prepare();
        while (!simulation.over()) {
            simulation.time.step();
        }
        return new Outcome(
                seed,
                simulation.images.all().size(),
                simulation.leases,
                simulation.expired,
                simulation.time.elapsed(),
                simulation.violations());
    }

    private boolean over() {
        boolean calm = time.elapsed().compareTo(TROUBLES.plusSeconds(1)) > 0;
        return (calm && images.allFinished()) || time.elapsed().compareTo(PATIENCE) > 0;
    }

    private void prepare() {
        for (int i = 0; i < 2; i++) {
            scheduler();
        }
        int each = luck.upTo(3);
        for (int i = 0; i < each; i++) {
            worker(Stage.PIVOT);
            worker(Stage.REFINE);
        }
        int jobs = luck.upTo(8);
        for (int i = 0; i < jobs; i++) {
            time.in(luck.delay(TROUBLES), this::submit);
        }
        time.every(Duration.ofSeconds(5), this::trouble);
        time.every(Duration.ofSeconds(20), this::refine);
        time.in(TROUBLES, this::calm);
    }

    private void scheduler() {
        ImageLife life =
                new ImageLife(new RetryPolicy(3, 10, Duration.ofSeconds(1), Duration.ofSeconds(30)), luck::share);
        SchedulingListener listener = new Counting();
        Dispatcher dispatcher = new Dispatcher(images, life, RULES, broker, listener);
        ReportIntake intake = new ReportIntake(images, life, RULES, listener);
        Reconciler reconciler = new Reconciler(images, life, () -> PARTITIONS, broker, listener);
        time.every(Duration.ofMillis(200), () -> quietly(dispatcher::dispatch));
        time.every(Duration.ofMillis(100), () -> quietly(() -> read(intake)));
        time.every(Duration.ofSeconds(1), () -> quietly(reconciler::reconcile));
    }

    private void read(ReportIntake intake) {
        if (!broker.ready()) {
            return;
        }
        List<ImageEvent> reports = broker.reports();
        List<WorkerStatus> announcements = broker.announcements();
        intake.take(reports, announcements);
        // A scheduler may die between the database's commit and its own.
        if (!luck.trouble(0.02)) {
            broker.forget(reports, announcements);
            intake.noteRead(PARTITIONS, Duration.ZERO);
        }
    }

    /** A loop of the scheduler rests and tries again when the database fails. */
    private void quietly(Runnable round) {
        // A scheduler that is paused or dead does nothing in this round; the other may.
        if (luck.trouble(0.2)) {
            return;
        }
        try {
            round.run();
        } catch (StorageException e) {
            // Tried again in the next round.
        }
    }

    private void worker(Stage stage) {
        workers.add(
                new SimulatedWorker(time, luck, broker, stage, stage + "#" + started++, luck.upTo(6), longestStage));
    }

    private void submit() {
        UUID job = new UUID(0, 1 + images.all().size());
        int count = luck.upTo(12);
        boolean drafts = luck.trouble(0.3);
        Deadlines deadlines = new Deadlines(perhapsDue(), perhapsDue());
        for (int i = 0; i < count; i++) {
            Waiting image = image(job, i, drafts);
            images.admit(image, deadlines);
            if (luck.trouble(0.05)) {
                UUID id = image.image().id();
                time.in(luck.delay(Duration.ofMinutes(2)), () -> images.requestCancelOfImage(id));
            }
        }
        if (luck.trouble(0.3)) {
            time.in(luck.delay(Duration.ofMinutes(2)), () -> images.requestCancel(job));
        }
    }

    private Optional<Instant> perhapsDue() {
        Duration within = luck.delay(Duration.ofMinutes(8));
        return luck.trouble(0.2) ? Optional.of(time.now().plus(within)) : Optional.empty();
    }

    private Waiting image(UUID job, int index, boolean draft) {
        UUID id = nextImage();
        return draft
                ? QueuedImage.draft(id, job, index, tenant(job), Priority.NORMAL, time.now())
                : QueuedImage.of(id, job, index, tenant(job), Priority.NORMAL, time.now());
    }

    /** Of the drafts that have succeeded since, some are refined, each in a job of its own. */
    private void refine() {
        for (Waiting draft : List.copyOf(images.all())) {
            boolean fresh = draft.image().draft()
                    && draft.image().state() == ImageState.SUCCEEDED
                    && refined.add(draft.image().id());
            if (fresh && luck.trouble(0.7)) {
                UUID job = new UUID(0, 1 + images.all().size());
                images.admit(QueuedImage.refinement(
                        nextImage(),
                        job,
                        0,
                        tenant(job),
                        Priority.NORMAL,
                        time.now(),
                        draft.image().pivot()));
            }
        }
    }

    private UUID nextImage() {
        return new UUID(1, 1 + images.all().size());
    }

    private static String tenant(UUID job) {
        return "tenant-" + (job.getLeastSignificantBits() % 3);
    }

    private void trouble() {
        for (SimulatedWorker worker : List.copyOf(workers)) {
            if (!worker.dead() && luck.trouble(0.02)) {
                worker.pause(luck.delay(Duration.ofMinutes(2)));
            }
        }
        if (luck.trouble(0.05)) {
            workers.get(luck.upTo(workers.size()) - 1).die();
            worker(luck.share() < 0.5 ? Stage.PIVOT : Stage.REFINE);
        }
        if (luck.trouble(0.05)) {
            workers.get(luck.upTo(workers.size()) - 1).leave();
            worker(luck.share() < 0.5 ? Stage.PIVOT : Stage.REFINE);
        }
        if (luck.trouble(0.03)) {
            broker.goAway();
            time.in(luck.delay(Duration.ofMinutes(2)), broker::comeBack);
        }
        if (luck.trouble(0.02)) {
            broker.loseAll();
        }
    }

    private void calm() {
        luck.endTroubles();
        broker.comeBack();
        worker(Stage.PIVOT);
        worker(Stage.REFINE);
    }

    private List<String> violations() {
        List<String> found = new ArrayList<>(images.violations());
        for (Waiting each : images.all()) {
            ImageRow image = each.image();
            if (!image.state().terminal()) {
                found.add(image.id() + ": still " + image.situation() + " after " + PATIENCE);
            }
            if (image.state() == ImageState.FAILED) {
                found.add(image.id() + ": FAILED with "
                        + image.failure().map(Failure::code).orElse("no reason") + ", which is not its own fault");
            }
            boolean succeeded = image.state() == ImageState.SUCCEEDED;
            boolean drawn = succeeded && !image.draft();
            if (drawn != image.result().isPresent()) {
                found.add(image.id() + ": " + image.state() + " with result " + image.result());
            }
            if (succeeded && image.draft() && image.pivot().key().isEmpty()) {
                found.add(image.id() + ": a draft that succeeded without a pivot");
            }
            int counted = images.pictures(image.id());
            if (counted != (drawn ? 1 : 0)) {
                found.add(image.id() + ": " + image.state() + ", counted " + counted + " times");
            }
        }
        return List.copyOf(found);
    }

    private final class Counting implements SchedulingListener {
        @Override
        public void dispatched(Assignment assignment) {
            leases++;
        }

        @Override
        public void expired(ImageRow before, ImageRow after) {
            expired++;
        }
    }
}
