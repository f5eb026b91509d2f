package io.himar.scheduler.scheduling;

import io.himar.contracts.Stage;
import io.himar.storage.images.Flow;
import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.ImageTable;
import io.himar.storage.images.Occupancy;
import io.himar.storage.images.TenantShare;
import io.himar.storage.images.Trigger;
import io.himar.storage.images.Waiting;
import io.himar.storage.images.Worker;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Gives images to the workers of one stage within one transaction: once, and not more than {@link #BATCH}. */
final class StageRound {
    private static final int BATCH = 256;

    private final ImageTable table;
    private final ImageLife life;
    private final SchedulingRules rules;
    private final Stage stage;
    private final FreeSlots slots;
    private final List<Occupancy> occupancy;
    private final List<Assignment> assigned = new ArrayList<>();
    private boolean more;

    /** @param workers that are locked, with what they had when they were */
    StageRound(
            ImageTable table,
            ImageLife life,
            SchedulingRules rules,
            Stage stage,
            List<Worker> workers,
            List<Occupancy> occupancy) {
        this.table = table;
        this.life = life;
        this.rules = rules;
        this.stage = stage;
        this.slots = new FreeSlots(stage, workers, occupancy);
        this.occupancy = occupancy;
    }

    /** What was given. */
    List<Assignment> assigned() {
        return assigned;
    }

    /** Whether more may wait that has a free slot. */
    boolean more() {
        return more;
    }

    /**
     * Gives images to free slots.
     *
     * @param room for so many images
     * @param roomForFew for so many, if they are of tenants that have less than their share, or urgent; not less
     */
    void assign(List<Flow> flows, int room, int roomForFew) throws SQLException {
        assign(flows, (flow, each) -> table.lockNext(stage, flow, slots.abilities(), each), room, roomForFew);
    }

    /** Gives drafts to the slots that are still free: stage 2 does not hold up what it will not get. */
    void assignDrafts() throws SQLException {
        Set<UUID> given = new HashSet<>();
        assigned.forEach(each -> given.add(each.leased().id()));
        assign(
                table.draftFlows(),
                (flow, each) -> table.lockNextDrafts(flow, slots.abilities(), each).stream()
                        .filter(draft -> !given.contains(draft.image().id()))
                        .toList(),
                Integer.MAX_VALUE,
                Integer.MAX_VALUE);
    }

    /** Locks the next images of a flow, not more than so many. */
    @FunctionalInterface
    private interface Next {
        List<Waiting> of(Flow flow, int most) throws SQLException;
    }

    private void assign(List<Flow> flows, Next next, int room, int roomForFew) throws SQLException {
        int most = Math.min(Math.min(BATCH, roomForFew), slots.free());
        if (most <= 0 || flows.isEmpty()) {
            return;
        }
        Set<String> tenants = new TreeSet<>();
        flows.forEach(flow -> tenants.add(flow.tenant()));
        List<TenantShare> shares = table.shares(stage, tenants);
        FairOrder order = order(flows, next, shares, most);
        KeptSlots kept = new KeptSlots(stage, slots.all(), shares, tenants, occupancy);
        int given = give(order, kept, room, most);
        if (given > 0) {
            table.saveShares(stage, order.changedShares());
            more |= order.mustSeeMore() && (given < most || most == BATCH);
        }
    }

    private FairOrder order(List<Flow> flows, Next source, List<TenantShare> shares, int most) throws SQLException {
        FairOrder order = new FairOrder(table.now(), rules.ageing(), shares, inFlight());
        // Of each flow as many as it may get, with some to spare for unequal shares.
        int each = flows.size() == 1 ? most : Math.min(most, 2 * most / flows.size() + 2);
        for (Flow flow : flows) {
            List<Waiting> next = source.of(flow, each);
            order.add(next, next.size() == each);
        }
        return order;
    }

    /** Returns how many were given. */
    private int give(FairOrder order, KeptSlots kept, int room, int most) {
        int before = assigned.size();
        while (assigned.size() - before < most) {
            boolean few = assigned.size() - before >= room || kept.onlyThese(slots.free());
            Optional<Waiting> next = order.next(tenant -> !few || kept.mayUse(tenant));
            if (next.isEmpty()) {
                break;
            }
            // An image that no worker can do waits for one that can; those behind it do not wait for it.
            slots.take(next.get()).ifPresent(worker -> {
                order.served(next.get());
                kept.served(next.get().tenant());
                assigned.add(lease(next.get(), worker));
            });
        }
        return assigned.size() - before;
    }

    private Assignment lease(Waiting waiting, Worker worker) {
        ImageRow image = waiting.image();
        Trigger leased = new Trigger.Leased(worker.id(), table.now().plus(rules.handover()));
        return new Assignment(
                stage,
                worker.id(),
                waiting,
                life.apply(image, image.epoch(), leased, table.now()).orElseThrow(),
                table.now());
    }

    private Map<String, Integer> inFlight() {
        Map<String, Integer> images = new HashMap<>();
        occupancy.forEach(each -> images.merge(each.tenant(), each.images(), Integer::sum));
        return images;
    }
}
