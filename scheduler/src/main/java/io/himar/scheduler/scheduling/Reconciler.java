package io.himar.scheduler.scheduling;

import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.ImageTable;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.Trigger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes true in the database what time or a customer has decided. Workers are told, but need not hear it. */
public final class Reconciler {
    private static final int BATCH = 200;
    private static final Duration WORKERS_REMEMBERED = Duration.ofHours(1);

    private final ImageTables tables;
    private final ImageLife life;
    private final Supplier<Collection<String>> reportPartitions;
    private final TaskSender sender;
    private final SchedulingListener listener;

    /** @param reportPartitions the partitions in which workers report; empty while they are not known */
    public Reconciler(
            ImageTables tables,
            ImageLife life,
            Supplier<Collection<String>> reportPartitions,
            TaskSender sender,
            SchedulingListener listener) {
        this.tables = tables;
        this.life = life;
        this.reportPartitions = reportPartitions;
        this.sender = sender;
        this.listener = listener;
    }

    /**
     * Carries out cancellations and deadlines, and ends leases whose workers were not heard of, one batch of each.
     *
     * @return whether there may be more
     */
    public boolean reconcile() {
        Batch cancelled = tables.transaction("cancel images", this::cancel);
        cancelled.forEach((before, after) -> {
            listener.cancelled(before);
            if (before.hold().isPresent()) {
                sender.announceEnd(after.id(), after.epoch());
            }
        });
        Batch overdue = tables.transaction("expire images", this::expire);
        overdue.forEach((before, after) -> {
            listener.expired(before, after);
            if (before.hold().isPresent()) {
                sender.announceEnd(after.id(), after.epoch());
            }
        });
        Batch ended = tables.transaction("end leases", this::endLeases);
        ended.forEach((before, after) -> {
            listener.leaseEnded(before, after);
            sender.announceEnd(before.id(), before.epoch() + 1);
        });
        return cancelled.size() == BATCH || overdue.size() == BATCH || ended.size() == BATCH;
    }

    private record Batch(List<ImageRow> before, List<ImageRow> after) {
        int size() {
            return before.size();
        }

        void forEach(BiConsumer<ImageRow, ImageRow> action) {
            for (int i = 0; i < before.size(); i++) {
                action.accept(before.get(i), after.get(i));
            }
        }
    }

    private Batch cancel(ImageTable table) throws SQLException {
        List<ImageRow> before = table.lockCancelRequested(BATCH);
        Batch batch = changed(table, before, image -> new Trigger.CancelRequested());
        table.noteCancellationsCarriedOut();
        return batch;
    }

    private Batch expire(ImageTable table) throws SQLException {
        Map<ImageRow, Trigger> overdue = new LinkedHashMap<>();
        table.lockOverdue(read(table), BATCH).forEach(each -> overdue.put(each.image(), each.passed()));
        Batch batch = changed(table, List.copyOf(overdue.keySet()), overdue::get);
        table.noteDeadlinesCarriedOut();
        return batch;
    }

    private Batch endLeases(ImageTable table) throws SQLException {
        table.forgetWorkers(WORKERS_REMEMBERED);
        return changed(table, table.lockExpired(read(table), BATCH), image -> new Trigger.LeaseEnded());
    }

    /** No image loses by a report that was in time and that nobody has read yet. */
    private Instant read(ImageTable table) throws SQLException {
        Instant read = table.reportsReadUntil(reportPartitions.get());
        return read.isBefore(table.now()) ? read : table.now();
    }

    private Batch changed(ImageTable table, List<ImageRow> before, Function<ImageRow, Trigger> triggers)
            throws SQLException {
        List<ImageRow> after = before.stream()
                .map(image -> life.apply(image, image.epoch(), triggers.apply(image), table.now())
                        .orElse(image))
                .toList();
        table.save(before, after);
        return new Batch(before, after);
    }
}
