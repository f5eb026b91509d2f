package io.himar.reliability.simulation;

import io.himar.contracts.Stage;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.StageLoad;
import io.himar.storage.images.Waiting;
import io.himar.storage.images.Worker;
import io.himar.storage.jobs.Deadlines;
import io.himar.storage.sql.StorageException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Images in memory, with the database's promises: a transaction is done wholly or not at all, and whoever is told that
 * it failed does not know which.
 */
public final class MemoryImages implements ImageTables {
    private static final Deadlines NONE = new Deadlines(Optional.empty(), Optional.empty());

    private final VirtualTime time;
    private final BooleanSupplier fails;
    private final MemoryRows rows = new MemoryRows();
    private final MemoryFleet fleet = new MemoryFleet();

    /** @param fails asked before and after each transaction */
    public MemoryImages(VirtualTime time, BooleanSupplier fails) {
        this.time = time;
        this.fails = fails;
    }

    /** Admits an image whose job has no deadlines. */
    public void admit(Waiting image) {
        rows.admit(image, NONE);
    }

    void admit(Waiting image, Deadlines ofItsJob) {
        rows.admit(image, ofItsJob);
    }

    /** Gives a tenant so much work beside a tenant of weight 1. */
    public void weigh(String tenant, double weight) {
        fleet.weigh(tenant, weight);
    }

    /** Forgets a finished image; reports of it have no effect from now on. */
    public void forget(UUID image) {
        rows.forget(image);
    }

    /** How busy a stage is, as the scheduler's metrics have it. */
    public StageLoad load(Stage stage, Duration heardWithin) {
        List<Worker> live = fleet.heardSince(stage, time.now().minus(heardWithin));
        StageLoad load = rows.index().load(stage, time.now());
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

    /** Asks for the end of a job; what its images are at this moment is what the customer is told. */
    void requestCancel(UUID job) {
        rows.requestCancel(job);
    }

    /** Asks for the end of a single image. */
    void requestCancelOfImage(UUID image) {
        rows.requestCancelOfImage(image);
    }

    Collection<Waiting> all() {
        return rows.all();
    }

    boolean allFinished() {
        return rows.unfinished().isEmpty();
    }

    /** How many pictures usage says were drawn of an image. */
    int pictures(UUID image) {
        return rows.pictures(image);
    }

    /** What was written that must never be. */
    public List<String> violations() {
        return rows.violations();
    }

    @Override
    public <T> T transaction(String purpose, Work<T> work) {
        failPerhaps(purpose);
        try {
            T result = work.on(new MemoryTable(time, rows, fleet));
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
}
