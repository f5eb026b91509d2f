package io.himar.scheduler.scheduling;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageState;
import io.himar.contracts.WorkerStatus;
import io.himar.storage.images.CallTime;
import io.himar.storage.images.Heartbeat;
import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.ImageTable;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.Pace;
import io.himar.storage.images.StageUse;
import io.himar.storage.images.Trigger;
import io.himar.storage.images.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Does to images what workers report: a batch in one transaction. Doing it again has no effect. */
public final class ReportIntake {
    private final ImageTables tables;
    private final ImageLife life;
    private final SchedulingRules rules;
    private final SchedulingListener listener;

    public ReportIntake(ImageTables tables, ImageLife life, SchedulingRules rules, SchedulingListener listener) {
        this.tables = tables;
        this.life = life;
        this.rules = rules;
        this.listener = listener;
    }

    /**
     * Takes in valid messages, in the order in which they came.
     *
     * @throws io.himar.storage.sql.StorageException if no report was taken in
     */
    public void take(List<ImageEvent> reports, List<WorkerStatus> announcements) {
        // Not in the transaction of the reports: that one has images before it needs workers, and whoever dispatches
        // has workers before images, so that both could wait for each other.
        if (!announcements.isEmpty()) {
            hear(announcements);
        }
        if (!reports.isEmpty()) {
            tables.transaction("take in reports", table -> apply(table, reports))
                    .forEach(this::tell);
        }
    }

    /** Notes that nothing more is to be read in these partitions, as of so long ago. */
    public void noteRead(Collection<String> partitions, Duration ago) {
        tables.transaction("note what was read", table -> {
            table.noteReportsRead(partitions, ago);
            return partitions.size();
        });
    }

    private record Effect(ImageEvent report, Optional<ImageRow> before, Optional<ImageRow> after, Instant now) {}

    private void tell(Effect effect) {
        if (effect.after().isEmpty()) {
            listener.ignored(effect.report());
        } else {
            listener.reported(
                    effect.report(),
                    effect.before().orElseThrow(),
                    effect.after().get(),
                    effect.now());
        }
    }

    private List<Effect> apply(ImageTable table, List<ImageEvent> reports) throws SQLException {
        Instant until = table.now().plus(rules.lease());
        List<Reported> reported =
                reports.stream().map(report -> Reported.of(report, until)).toList();
        List<ImageRow> before =
                table.lock(Set.copyOf(reported.stream().map(Reported::image).toList()));
        Map<UUID, ImageRow> images = new LinkedHashMap<>();
        before.forEach(image -> images.put(image.id(), image));
        Set<UUID> cancelled = cancelled(table, reported, before);
        List<Effect> effects = new ArrayList<>();
        for (Reported each : reported) {
            Optional<ImageRow> image = Optional.ofNullable(images.get(each.image()));
            Optional<ImageRow> after =
                    image.flatMap(row -> after(row, each, cancelled.contains(row.id()), table.now()));
            after.ifPresent(row -> images.put(row.id(), row));
            effects.add(new Effect(each.report(), image, after, table.now()));
        }
        table.save(before, List.copyOf(images.values()));
        // With the images: a report that is read again changes no image, and counts nothing.
        table.count(effects.stream().flatMap(effect -> use(effect).stream()).toList());
        return effects;
    }

    /** The stage that a report completed, unless it came to nothing because of a cancellation. */
    private static Optional<StageUse> use(Effect effect) {
        return effect.after()
                .filter(image -> image.state() != effect.before().orElseThrow().state())
                .filter(image -> image.state() != ImageState.CANCELLED)
                .flatMap(image -> Reported.use(effect.report()));
    }

    /** The customer was told that these images are cancelled: a result, or a draft, must not be seen after that. */
    private static Set<UUID> cancelled(ImageTable table, List<Reported> reported, List<ImageRow> images)
            throws SQLException {
        boolean results = reported.stream().anyMatch(each -> each.trigger() instanceof Trigger.Completed)
                || images.stream().anyMatch(ImageRow::draft);
        if (!results) {
            return Set.of();
        }
        Set<UUID> cancelled = new HashSet<>(
                table.cancelRequested(images.stream().map(ImageRow::id).toList()));
        Set<UUID> jobs =
                table.lockJobs(Set.copyOf(images.stream().map(ImageRow::jobId).toList()));
        images.stream().filter(image -> jobs.contains(image.jobId())).forEach(image -> cancelled.add(image.id()));
        return cancelled;
    }

    private Optional<ImageRow> after(ImageRow image, Reported reported, boolean cancelled, Instant now) {
        boolean ends = reported.trigger() instanceof Trigger.Completed
                || (image.draft() && reported.trigger() instanceof Trigger.PivotCompleted);
        if (cancelled && ends) {
            return life.apply(image, image.epoch(), new Trigger.CancelRequested(), now);
        }
        return life.apply(image, reported.epoch(), reported.trigger(), now);
    }

    private void hear(List<WorkerStatus> announcements) {
        // The latest of each worker says all that the earlier ones did. Sorted, so that no two schedulers wait in a
        // circle.
        Map<String, WorkerStatus> latest = new TreeMap<>();
        announcements.forEach(each -> latest.put(each.getWorker(), each));
        List<Heartbeat> heartbeats =
                latest.values().stream().map(ReportIntake::heartbeat).toList();
        tables.transaction("hear workers", table -> {
            Instant until = table.now().plus(rules.lease());
            Instant unless = table.now().plus(rules.lease().multipliedBy(3).dividedBy(4));
            table.heard(heartbeats, until, unless);
            return heartbeats.size();
        });
    }

    private static Pace pace(WorkerStatus status) {
        return new Pace(
                status.getCallTimesList().stream()
                        .map(call -> new CallTime(call.getGraph(), call.getDenoisingSteps(), call.getSeconds()))
                        .toList(),
                status.hasLongestCall()
                        ? Optional.of(Duration.ofSeconds(
                                status.getLongestCall().getSeconds(),
                                status.getLongestCall().getNanos()))
                        : Optional.empty());
    }

    private static Heartbeat heartbeat(WorkerStatus status) {
        Worker worker = new Worker(
                status.getWorker(),
                status.getStage(),
                status.getSlots(),
                Set.copyOf(status.getModelsList()),
                Set.copyOf(status.getSamplersList()),
                status.getReason(),
                pace(status));
        return new Heartbeat(
                worker,
                status.getInHandList().stream()
                        .map(held -> new Heartbeat.Held(UUID.fromString(held.getImageId()), held.getEpoch()))
                        .toList(),
                status.getLeft());
    }
}
