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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
        int most = Math.min(Math.min(BATCH, roomForFew), slots.free());
        if (most <= 0 || flows.isEmpty()) {
            return;
        }
        Set<String> tenants = new TreeSet<>();
        flows.forEach(flow -> tenants.add(flow.tenant()));
        List<TenantShare> shares = table.shares(stage, tenants);
        FairOrder order = order(flows, shares, most);
        KeptSlots kept = new KeptSlots(stage, slots.all(), shares, tenants, occupancy);
        give(order, kept, room, most);
        if (!assigned.isEmpty()) {
            table.saveShares(stage, order.changedShares());
            more = order.mustSeeMore() && (assigned.size() < most || most == BATCH);
        }
    }

    private FairOrder order(List<Flow> flows, List<TenantShare> shares, int most) throws SQLException {
        FairOrder order = new FairOrder(table.now(), rules.ageing(), shares, inFlight());
        // Of each flow as many as it may get, with some to spare for unequal shares.
        int each = flows.size() == 1 ? most : Math.min(most, 2 * most / flows.size() + 2);
        for (Flow flow : flows) {
            List<Waiting> next = table.lockNext(stage, flow, slots.abilities(), each);
            order.add(next, next.size() == each);
        }
        return order;
    }

    private void give(FairOrder order, KeptSlots kept, int room, int most) {
        while (assigned.size() < most) {
            boolean few = assigned.size() >= room || kept.onlyThese(slots.free());
            Optional<Waiting> next = order.next(tenant -> !few || kept.mayUse(tenant));
            if (next.isEmpty()) {
                return;
            }
            // An image that no worker can do waits for one that can; those behind it do not wait for it.
            slots.take(next.get()).ifPresent(worker -> {
                order.served(next.get());
                kept.served(next.get().tenant());
                assigned.add(lease(next.get(), worker));
            });
        }
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
