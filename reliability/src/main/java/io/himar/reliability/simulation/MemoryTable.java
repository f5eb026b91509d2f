package io.himar.reliability.simulation;

import io.himar.contracts.Stage;
import io.himar.storage.images.Abilities;
import io.himar.storage.images.Flow;
import io.himar.storage.images.Heartbeat;
import io.himar.storage.images.Hold;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.ImageTable;
import io.himar.storage.images.Occupancy;
import io.himar.storage.images.Overdue;
import io.himar.storage.images.StageUse;
import io.himar.storage.images.TenantShare;
import io.himar.storage.images.Waiting;
import io.himar.storage.images.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a transaction of the scheduler sees of the images in memory. */
final class MemoryTable implements ImageTable {
    private final VirtualTime time;
    private final MemoryRows rows;
    private final MemoryFleet fleet;

    MemoryTable(VirtualTime time, MemoryRows rows, MemoryFleet fleet) {
        this.time = time;
        this.rows = rows;
        this.fleet = fleet;
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public List<ImageRow> lock(Collection<UUID> ids) {
        return ids.stream()
                .sorted()
                .flatMap(id -> rows.find(id).stream())
                .map(Waiting::image)
                .toList();
    }

    @Override
    public List<ImageRow> lockExpired(Instant by, int most) {
        return rows.index().expired(by).limit(most).map(Waiting::image).toList();
    }

    @Override
    public List<ImageRow> lockCancelRequested(int most) {
        if (!rows.areCancelsRequested()) {
            return List.of();
        }
        return rows.unfinished().stream()
                .filter(rows::isCancelRequested)
                .limit(most)
                .toList();
    }

    @Override
    public List<Overdue> lockOverdue(Instant read, int most) {
        if (!rows.haveDeadlines()) {
            return List.of();
        }
        return rows.unfinished().stream()
                .filter(row -> !rows.jobsCancelRequested().contains(row.jobId()))
                .flatMap(row ->
                        rows
                                .overdue(row, row.epoch() == 0 ? now() : read)
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
        asked.retainAll(rows.jobsCancelRequested());
        return asked;
    }

    @Override
    public Set<UUID> cancelRequested(Collection<UUID> those) {
        Set<UUID> asked = new HashSet<>(those);
        asked.retainAll(rows.imagesCancelRequested());
        return asked;
    }

    @Override
    public void noteCancellationsCarriedOut() {
        // Every look at these few images is cheap.
    }

    @Override
    public List<Flow> flows(Stage stage) {
        return rows.index().flows(stage);
    }

    @Override
    public List<Waiting> lockNext(Stage stage, Flow flow, Abilities able, int most) {
        return rows.index()
                .waiting(stage, flow)
                .filter(each -> !each.image().setbacks().notBefore().isAfter(now())
                        && rows.overdue(each.image(), now()).isEmpty()
                        && !rows.isCancelRequested(each.image())
                        && able.models().contains(each.model()))
                .limit(most)
                .toList();
    }

    @Override
    public List<Flow> draftFlows() {
        return rows.index().flows(Stage.PIVOT).stream()
                .filter(flow -> rows.index()
                        .waiting(Stage.PIVOT, flow)
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
        return fleet.heardSince(stage, now().minus(heardWithin)).stream()
                .filter(each -> each.slots() > 0)
                .toList();
    }

    @Override
    public List<Occupancy> occupancy() {
        return rows.index().occupancy();
    }

    @Override
    public int waitingForRefine() {
        return rows.index().waiting(Stage.REFINE);
    }

    @Override
    public List<TenantShare> shares(Stage stage, Collection<String> tenants) {
        return fleet.shares(stage, tenants);
    }

    @Override
    public void saveShares(Stage stage, Collection<TenantShare> changed) {
        fleet.saveShares(stage, changed);
    }

    @Override
    public void save(List<ImageRow> before, List<ImageRow> after) {
        after.forEach(row -> rows.write(row, now()));
    }

    @Override
    public void heard(List<Heartbeat> heartbeats, Instant until, Instant unless) {
        for (Heartbeat heartbeat : heartbeats) {
            fleet.heard(heartbeat.worker(), now());
            heartbeat.held().forEach(held -> renew(held, until, unless));
            if (heartbeat.left()) {
                leave(heartbeat.worker().id());
            }
        }
    }

    @Override
    public void forgetWorkers(Duration silentFor) {
        fleet.forgetUnlessHeardSince(now().minus(silentFor));
    }

    @Override
    public void count(List<StageUse> uses) {
        uses.forEach(rows::count);
    }

    @Override
    public void noteReportsRead(Collection<String> partitions, Duration ago) {
        fleet.reportsRead(partitions, now().minus(ago));
    }

    @Override
    public Instant reportsReadUntil(Collection<String> partitions) {
        return fleet.reportsReadUntil(partitions);
    }

    private void renew(Heartbeat.Held held, Instant until, Instant unless) {
        rows.find(held.image())
                .map(Waiting::image)
                .filter(image -> image.epoch() == held.epoch())
                .ifPresent(image -> image.hold()
                        .filter(hold -> hold.until().isBefore(unless))
                        .ifPresent(hold -> rows.replace(image.withHold(new Hold(until, hold.worker(), hold.begun())))));
    }

    private void leave(String worker) {
        List<ImageRow> notBegun = rows.unfinished().stream()
                .filter(image -> image.hold()
                        .filter(hold -> hold.worker().equals(Optional.of(worker)) && !hold.begun())
                        .isPresent())
                .toList();
        notBegun.forEach(image -> rows.replace(image.withHold(new Hold(now(), Optional.of(worker), false))));
    }
}
