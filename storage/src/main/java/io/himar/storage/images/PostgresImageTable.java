package io.himar.storage.images;

import io.himar.contracts.Stage;
import io.himar.storage.jobs.EventJournal;
import io.himar.storage.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The images within one transaction of Postgres. */
final class PostgresImageTable implements ImageTable {
    private static final String LOCK =
            "select " + ImageRows.READ + " from himar.image where id = any (?) order by id for update";

    private final Sql sql;
    private final Instant now;
    private final QueuedImages queued;
    private final EndingImages ending;
    private final Fleet fleet;
    private final Accounts accounts;
    private boolean mustLast;

    PostgresImageTable(Sql sql, Instant now) {
        this.sql = sql;
        this.now = now;
        this.queued = new QueuedImages(sql, now);
        this.ending = new EndingImages(sql, now);
        this.fleet = new Fleet(sql, now);
        this.accounts = new Accounts(sql, now);
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public List<ImageRow> lock(Collection<UUID> images) throws SQLException {
        return sql.list(LOCK, ImageRows::read, (Object) images.toArray(UUID[]::new));
    }

    @Override
    public List<ImageRow> lockExpired(Instant by, int most) throws SQLException {
        return ending.lockExpired(by, most);
    }

    @Override
    public List<ImageRow> lockCancelRequested(int most) throws SQLException {
        return ending.lockCancelRequested(most);
    }

    @Override
    public List<Overdue> lockOverdue(Instant read, int most) throws SQLException {
        return ending.lockOverdue(read, most);
    }

    @Override
    public void noteDeadlinesCarriedOut() throws SQLException {
        ending.noteDeadlinesCarriedOut();
    }

    @Override
    public Set<UUID> lockJobs(Collection<UUID> jobs) throws SQLException {
        return ending.lockJobs(jobs);
    }

    @Override
    public Set<UUID> cancelRequested(Collection<UUID> images) throws SQLException {
        return ending.cancelRequested(images);
    }

    @Override
    public void noteCancellationsCarriedOut() throws SQLException {
        ending.noteCancellationsCarriedOut();
    }

    @Override
    public List<Flow> flows(Stage stage) throws SQLException {
        return queued.flows(stage);
    }

    @Override
    public List<Flow> draftFlows() throws SQLException {
        return queued.draftFlows();
    }

    @Override
    public List<Waiting> lockNext(Stage stage, Flow flow, Abilities able, int most) throws SQLException {
        return queued.lockNext(stage, flow, able, most);
    }

    @Override
    public List<Waiting> lockNextDrafts(Flow flow, Abilities able, int most) throws SQLException {
        return queued.lockNextDrafts(flow, able, most);
    }

    @Override
    public List<Worker> lockWorkers(Stage stage, Duration heardWithin) throws SQLException {
        return fleet.lockWorkers(stage, heardWithin);
    }

    @Override
    public List<Occupancy> occupancy() throws SQLException {
        return fleet.occupancy();
    }

    @Override
    public int waitingForRefine() throws SQLException {
        return fleet.waitingForRefine();
    }

    @Override
    public List<TenantShare> shares(Stage stage, Collection<String> tenants) throws SQLException {
        return accounts.shares(stage, tenants);
    }

    @Override
    public void saveShares(Stage stage, Collection<TenantShare> shares) throws SQLException {
        accounts.saveShares(stage, shares);
    }

    @Override
    public void save(List<ImageRow> before, List<ImageRow> after) throws SQLException {
        List<ImageRow> changed = new ArrayList<>();
        List<UUID> told = new ArrayList<>();
        boolean lasts = false;
        for (int i = 0; i < after.size(); i++) {
            if (!after.get(i).equals(before.get(i))) {
                changed.add(after.get(i));
                lasts |= !isMereProgress(before.get(i), after.get(i));
                if (isNews(before.get(i), after.get(i))) {
                    told.add(after.get(i).id());
                }
            }
        }
        if (changed.isEmpty()) {
            return;
        }
        if (lasts) {
            mustLast();
        } else {
            mayBeLost();
        }
        ImageRows.write(sql, changed);
        EventJournal.append(sql, now, told);
    }

    /** Once the transaction is committed it survives a crash. */
    private void mustLast() throws SQLException {
        mustLast = true;
        sql.update("set local synchronous_commit to default");
    }

    /** It is told again soon, so the transaction need not wait for the disk if nothing else is in it. */
    private void mayBeLost() throws SQLException {
        if (!mustLast) {
            sql.update("set local synchronous_commit = off");
        }
    }

    /** No lease is new or has ended. If a lease were lost that a worker has, its epoch would be given twice. */
    private static boolean isMereProgress(ImageRow before, ImageRow after) {
        return before.situation() == after.situation()
                && before.epoch() == after.epoch()
                && before.startedAt().equals(after.startedAt())
                && before.setbacks().equals(after.setbacks())
                && before.pivot().equals(after.pivot());
    }

    private static boolean isNews(ImageRow before, ImageRow after) {
        return before.state() != after.state()
                || before.attempt() != after.attempt()
                || !before.failure().equals(after.failure())
                || !before.pivot().previewKey().equals(after.pivot().previewKey());
    }

    @Override
    public void heard(List<Heartbeat> heartbeats, Instant until, Instant unless) throws SQLException {
        fleet.heard(heartbeats, until, unless);
        mayBeLost();
    }

    @Override
    public void forgetWorkers(Duration silentFor) throws SQLException {
        fleet.forgetWorkers(silentFor);
    }

    @Override
    public void count(List<StageUse> uses) throws SQLException {
        accounts.count(uses);
    }

    @Override
    public void noteReportsRead(Collection<String> partitions, Duration ago) throws SQLException {
        fleet.noteReportsRead(partitions, ago);
    }

    @Override
    public Instant reportsReadUntil(Collection<String> partitions) throws SQLException {
        return fleet.reportsReadUntil(partitions);
    }
}
