package io.himar.reliability.simulation;

import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.storage.images.Abilities;
import io.himar.storage.images.Deadline;
import io.himar.storage.images.Flow;
import io.himar.storage.images.Heartbeat;
import io.himar.storage.images.Hold;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.ImageTable;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.Occupancy;
import io.himar.storage.images.Overdue;
import io.himar.storage.images.StageLoad;
import io.himar.storage.images.StageUse;
import io.himar.storage.images.TenantShare;
import io.himar.storage.images.Trigger;
import io.himar.storage.images.Waiting;
import io.himar.storage.images.Worker;
import io.himar.storage.jobs.Deadlines;
import io.himar.storage.sql.StorageException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Images in memory, with the database's promises: a transaction is done wholly or not at all, and whoever is told that
 * it failed does not know which.
 */
public final class MemoryImages implements ImageTables {
    private final VirtualTime time;
    private final BooleanSupplier fails;
    private final Map<UUID, Waiting> images = new LinkedHashMap<>();
    private final ImageIndex index = new ImageIndex();
    private final Set<UUID> cancelRequested = new HashSet<>();
    private final Set<UUID> imagesCancelRequested = new HashSet<>();
    private final Map<UUID, Deadlines> deadlines = new HashMap<>();
    private final Map<String, Worker> workers = new TreeMap<>();
    private final Map<String, Instant> heardAt = new HashMap<>();
    private final Map<Stage, Map<String, TenantShare>> shares = new EnumMap<>(Stage.class);
    private final Map<String, Instant> readAt = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    /** @param fails asked before and after each transaction */
    public MemoryImages(VirtualTime time, BooleanSupplier fails) {
        this.time = time;
        this.fails = fails;
    }

    /** Admits an image whose job has no deadlines. */
    public void admit(Waiting image) {
        put(image);
    }

    void admit(Waiting image, Deadlines ofItsJob) {
        if (ofItsJob.first().isPresent()) {
            deadlines.put(image.image().jobId(), ofItsJob);
        }
        put(image);
    }

    /** Gives a tenant so much work beside a tenant of weight 1. */
    public void weigh(String tenant, double weight) {
        for (Stage stage : List.of(Stage.PIVOT, Stage.REFINE)) {
            sharesOf(stage).put(tenant, new TenantShare(tenant, weight, OptionalInt.empty(), 0, 0));
        }
    }

    /** Forgets a finished image; reports of it have no effect from now on. */
    public void forget(UUID image) {
        images.remove(image);
    }

    /** How busy a stage is, as the scheduler's metrics have it. */
    public StageLoad load(Stage stage, Duration heardWithin) {
        List<Worker> live = workers.values().stream()
                .filter(each -> each.stage() == stage && wasHeard(each, heardWithin))
                .toList();
        StageLoad load = index.load(stage, time.now());
        return new StageLoad(
                load.waiting(),
                load.waitingWork(),
                load.comingWork(),
                load.longestWait(),
                load.handedOver(),
                load.running(),
                live.size(),
                live.stream().mapToInt(Worker::slots).sum());
    }

    private Map<String, TenantShare> sharesOf(Stage stage) {
        return shares.computeIfAbsent(stage, each -> new TreeMap<>());
    }

    private boolean wasHeard(Worker worker, Duration within) {
        return heardAt.get(worker.id()).isAfter(time.now().minus(within));
    }

    private void put(Waiting image) {
        Waiting before = images.put(image.image().id(), image);
        if (before != null) {
            index.remove(before);
        }
        index.add(image);
    }

    /** Asks for the end of a job; what its images are at this moment is what the customer is told. */
    void requestCancel(UUID job) {
        cancelRequested.add(job);
    }

    /** Asks for the end of a single image. */
    void requestCancelOfImage(UUID image) {
        imagesCancelRequested.add(image);
    }

    private boolean isCancelRequested(ImageRow image) {
        return cancelRequested.contains(image.jobId()) || imagesCancelRequested.contains(image.id());
    }

    Collection<Waiting> all() {
        return images.values();
    }

    boolean allFinished() {
        return images.values().stream().allMatch(each -> each.image().state().terminal());
    }

    /** What was written that must never be. */
    public List<String> violations() {
        return violations;
    }

    @Override
    public <T> T transaction(String purpose, Work<T> work) {
        failPerhaps(purpose);
        try {
            T result = work.on(new Table());
            failPerhaps(purpose);
            return result;
        } catch (SQLException e) {
            throw new StorageException(purpose, e);
        }
    }

    private void failPerhaps(String purpose) {
        if (fails.getAsBoolean()) {
            throw new StorageException(purpose, new SQLException("connection lost", "08006"));
        }
    }

    private void write(ImageRow after) {
        Waiting known = images.get(after.id());
        ImageRow before = known.image();
        boolean same = before.state() == after.state() && before.result().equals(after.result());
        if (before.state().terminal() && !same) {
            violations.add(before.id() + ": " + before.state() + " became " + after.state());
        }
        if (after.epoch() < before.epoch()) {
            violations.add(before.id() + ": epoch " + before.epoch() + " became " + after.epoch());
        }
        boolean succeeds = after.state() == ImageState.SUCCEEDED && !same;
        if (succeeds && isCancelRequested(after)) {
            violations.add(before.id() + ": a result after the cancellation was acknowledged");
        }
        if (after.state() == ImageState.EXPIRED && !same && !isOverdue(before, time.now())) {
            violations.add(before.id() + ": expired at " + time.now() + ", " + deadlines.get(before.jobId()));
        }
        put(with(known, after));
    }

    /** Whether a deadline of the image had passed by then. */
    private boolean isOverdue(ImageRow image, Instant by) {
        return overdue(image, by).isPresent();
    }

    private Optional<Trigger.DeadlinePassed> overdue(ImageRow image, Instant by) {
        Deadlines ofJob = deadlines.get(image.jobId());
        if (ofJob == null) {
            return Optional.empty();
        }
        return ofJob.startBy()
                .filter(at -> !at.isAfter(by) && image.startedAt().isEmpty())
                .map(at -> new Trigger.DeadlinePassed(Deadline.START, at))
                .or(() -> ofJob.finishBy()
                        .filter(at -> !at.isAfter(by))
                        .map(at -> new Trigger.DeadlinePassed(Deadline.FINISH, at)));
    }

    private static Waiting with(Waiting known, ImageRow row) {
        return new Waiting(
                row,
                known.tenant(),
                known.priority(),
                known.cost(),
                known.turnAt(),
                known.model(),
                known.classId(),
                known.seed(),
                known.pivotKept(),
                known.pivot(),
                known.refine());
    }

    private final class Table implements ImageTable {
        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public List<ImageRow> lock(Collection<UUID> ids) {
            return ids.stream()
                    .sorted()
                    .map(images::get)
                    .filter(Objects::nonNull)
                    .map(Waiting::image)
                    .toList();
        }

        @Override
        public List<ImageRow> lockExpired(Instant by, int most) {
            return index.expired(by).limit(most).map(Waiting::image).toList();
        }

        @Override
        public List<ImageRow> lockCancelRequested(int most) {
            return cancelRequested.isEmpty() && imagesCancelRequested.isEmpty()
                    ? List.of()
                    : rows().stream()
                            .filter(row ->
                                    isCancelRequested(row) && !row.state().terminal())
                            .limit(most)
                            .toList();
        }

        @Override
        public List<Overdue> lockOverdue(Instant read, int most) {
            return deadlines.isEmpty()
                    ? List.of()
                    : rows().stream()
                            .filter(row -> !row.state().terminal() && !cancelRequested.contains(row.jobId()))
                            .flatMap(
                                    row -> overdue(row, row.epoch() == 0 ? now() : read)
                                            .map(passed -> new Overdue(row, passed))
                                            .stream())
                            .limit(most)
                            .toList();
        }

        @Override
        public void noteDeadlinesCarriedOut() {
            // Every look at these few images is cheap.
        }

        @Override
        public Set<UUID> lockJobs(Collection<UUID> jobs) {
            Set<UUID> asked = new HashSet<>(jobs);
            asked.retainAll(cancelRequested);
            return asked;
        }

        @Override
        public Set<UUID> cancelRequested(Collection<UUID> those) {
            Set<UUID> asked = new HashSet<>(those);
            asked.retainAll(imagesCancelRequested);
            return asked;
        }

        @Override
        public void noteCancellationsCarriedOut() {
            // Every look at these few images is cheap.
        }

        @Override
        public List<Flow> flows(Stage stage) {
            return index.flows(stage);
        }

        @Override
        public List<Waiting> lockNext(Stage stage, Flow flow, Abilities able, int most) {
            return index.waiting(stage, flow)
                    .filter(each -> !each.image().setbacks().notBefore().isAfter(now())
                            && !isOverdue(each.image(), now())
                            && !isCancelRequested(each.image())
                            && able.models().contains(each.model()))
                    .limit(most)
                    .toList();
        }

        @Override
        public List<Flow> draftFlows() {
            return index.flows(Stage.PIVOT).stream()
                    .filter(flow -> index.waiting(Stage.PIVOT, flow)
                            .anyMatch(each -> each.image().draft()))
                    .toList();
        }

        @Override
        public List<Waiting> lockNextDrafts(Flow flow, Abilities able, int most) {
            return lockNext(Stage.PIVOT, flow, able, Integer.MAX_VALUE).stream()
                    .filter(each -> each.image().draft())
                    .limit(most)
                    .toList();
        }

        @Override
        public List<Worker> lockWorkers(Stage stage, Duration heardWithin) {
            return workers.values().stream()
                    .filter(each -> each.stage() == stage && each.slots() > 0 && wasHeard(each, heardWithin))
                    .toList();
        }

        @Override
        public List<Occupancy> occupancy() {
            return index.occupancy();
        }

        @Override
        public int waitingForRefine() {
            return index.waiting(Stage.REFINE);
        }

        @Override
        public List<TenantShare> shares(Stage stage, Collection<String> tenants) {
            Map<String, TenantShare> ofStage = sharesOf(stage);
            tenants.forEach(
                    tenant -> ofStage.putIfAbsent(tenant, new TenantShare(tenant, 1, OptionalInt.empty(), 0, 0)));
            return List.copyOf(ofStage.values());
        }

        @Override
        public void saveShares(Stage stage, Collection<TenantShare> changed) {
            changed.forEach(each -> sharesOf(stage).put(each.tenant(), each));
        }

        @Override
        public void save(List<ImageRow> before, List<ImageRow> after) {
            after.forEach(MemoryImages.this::write);
        }

        @Override
        public void heard(List<Heartbeat> heartbeats, Instant until, Instant unless) {
            for (Heartbeat heartbeat : heartbeats) {
                workers.put(heartbeat.worker().id(), heartbeat.worker());
                heardAt.put(heartbeat.worker().id(), now());
                heartbeat.held().forEach(held -> renew(held, until, unless));
            }
        }

        private void renew(Heartbeat.Held held, Instant until, Instant unless) {
            Waiting known = images.get(held.image());
            if (known == null || known.image().epoch() != held.epoch()) {
                return;
            }
            known.image()
                    .hold()
                    .filter(hold -> hold.until().isBefore(unless))
                    .ifPresent(hold ->
                            put(with(known, known.image().withHold(new Hold(until, hold.worker(), hold.begun())))));
        }

        @Override
        public void forgetWorkers(Duration silentFor) {
            heardAt.entrySet().removeIf(each -> each.getValue().isBefore(now().minus(silentFor)));
            workers.keySet().retainAll(heardAt.keySet());
        }

        @Override
        public void count(List<StageUse> uses) {
            // Nobody asks for it here.
        }

        @Override
        public void noteReportsRead(Collection<String> partitions, Duration ago) {
            partitions.forEach(each -> readAt.put(each, now().minus(ago)));
        }

        @Override
        public Instant reportsReadUntil(Collection<String> partitions) {
            return partitions.stream()
                    .map(each -> readAt.getOrDefault(each, Instant.EPOCH))
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.EPOCH);
        }

        private List<ImageRow> rows() {
            return images.values().stream().map(Waiting::image).toList();
        }
    }
}
