package io.himar.storage.images;

import io.himar.contracts.Stage;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The images within one transaction. What a method locks stays as it is until the transaction ends. Rows that somebody
 * else has locked are waited for only in {@link #lock}; the others leave them for the next time.
 */
public interface ImageTable {
    /** What time it is; the same throughout the transaction. */
    Instant now();

    /** Locks images by their ids; those that do not exist are left out. */
    List<ImageRow> lock(Collection<UUID> images) throws SQLException;

    /** Locks images whose lease ended by then, the longest ended first. */
    List<ImageRow> lockExpired(Instant by, int most) throws SQLException;

    /** Locks unfinished images of jobs whose cancellation was asked for. */
    List<ImageRow> lockCancelRequested(int most) throws SQLException;

    /**
     * Locks unfinished images one of whose job's deadlines has passed, but for those whose cancellation was asked for.
     *
     * @param read what workers reported by then is known: an image that somebody ever had expires only by deadlines up
     *     to then
     */
    List<Overdue> lockOverdue(Instant read, int most) throws SQLException;

    /** Notes which deadlines have been carried out, so that their jobs are not looked at again. */
    void noteDeadlinesCarriedOut() throws SQLException;

    /**
     * Locks jobs, so that nobody asks for their cancellation before this is committed.
     *
     * @return those of them whose cancellation was asked for
     */
    Set<UUID> lockJobs(Collection<UUID> jobs) throws SQLException;

    /** Those of these images whose own cancellation was asked for, apart from that of their jobs. */
    Set<UUID> cancelRequested(Collection<UUID> images) throws SQLException;

    /** Notes which cancellations have been carried out, so that their jobs are not looked at again. */
    void noteCancellationsCarriedOut() throws SQLException;

    /** The flows that have images waiting for the stage, resting ones included. */
    List<Flow> flows(Stage stage) throws SQLException;

    /**
     * Locks the next images of a flow that neither rest nor are overdue, in the order of their turns. Those are passed
     * over whose model or sampler is not among {@code able}: they must not stand in the way of others.
     */
    List<Waiting> lockNext(Stage stage, Flow flow, Abilities able, int most) throws SQLException;

    /** The flows that have drafts waiting. */
    List<Flow> draftFlows() throws SQLException;

    /** As {@link #lockNext} for stage 1, of drafts alone. */
    List<Waiting> lockNextDrafts(Flow flow, Abilities able, int most) throws SQLException;

    /** Locks the workers of a stage that were heard of lately. */
    List<Worker> lockWorkers(Stage stage, Duration heardWithin) throws SQLException;

    /** Who has images, and whose they are. */
    List<Occupancy> occupancy() throws SQLException;

    /** How many images wait for stage 2. */
    int waitingForRefine() throws SQLException;

    /** The shares of tenants in a stage; of tenants that were never served, too, if they are among {@code tenants}. */
    List<TenantShare> shares(Stage stage, Collection<String> tenants) throws SQLException;

    void saveShares(Stage stage, Collection<TenantShare> shares) throws SQLException;

    /**
     * Writes locked images back. Those whose state, attempt or failure is new get an entry in the journal, and whoever
     * listens is woken.
     *
     * @param before as {@code after}, in the same order, as they were locked
     */
    void save(List<ImageRow> before, List<ImageRow> after) throws SQLException;

    /** Counts completed stages in the usage of their tenants. */
    void count(List<StageUse> uses) throws SQLException;

    /**
     * Notes what workers said, and renews the leases of what they hold. Leases of those that have left, and that have
     * not begun, end at once.
     *
     * @param until the leases are good until then
     * @param unless leases that are good until then anyway are not written
     */
    void heard(List<Heartbeat> heartbeats, Instant until, Instant unless) throws SQLException;

    /** Forgets workers that were not heard of for so long. */
    void forgetWorkers(Duration silentFor) throws SQLException;

    /** Notes that nothing more is to be read in these partitions of the reports, as of so long ago. */
    void noteReportsRead(Collection<String> partitions, Duration ago) throws SQLException;

    /** Everything that workers had reported by then was read, by whichever scheduler. */
    Instant reportsReadUntil(Collection<String> partitions) throws SQLException;
}
