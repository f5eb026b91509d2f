package io.himar.scheduler.scheduling;

import io.himar.contracts.Stage;
import io.himar.storage.images.Flow;
import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.ImageTable;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.Occupancy;
import io.himar.storage.images.Trigger;
import io.himar.storage.images.Waiting;
import io.himar.storage.images.Worker;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives waiting images to workers that have free slots: leased in the database first, then sent. Several schedulers may
 * do so at once: each gives work to the workers whose rows it could lock.
 */
public final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** Most images of one transaction and stage. */
    private static final int BATCH = 256;

    private final ImageTables tables;
    private final ImageLife life;
    private final SchedulingRules rules;
    private final TaskSender sender;
    private final SchedulingListener listener;

    public Dispatcher(
            ImageTables tables, ImageLife life, SchedulingRules rules, TaskSender sender, SchedulingListener listener) {
        this.tables = tables;
        this.life = life;
        this.rules = rules;
        this.sender = sender;
        this.listener = listener;
    }

    /**
     * Dispatches one batch of each stage. What cannot be sent waits again as if nothing had been; then nothing more is
     * tried until the way has been looked at.
     *
     * @return whether more may wait that has a free slot
     */
    public boolean dispatch() {
        if (!sender.ready()) {
            return false;
        }
        List<Assignment> assigned = tables.transaction("dispatch images", this::assign);
        List<Assignment> lost = send(assigned);
        if (!lost.isEmpty()) {
            sender.suspect();
            takeBack(lost);
            return false;
        }
        return assigned.size() >= BATCH;
    }

    private List<Assignment> assign(ImageTable table) throws SQLException {
        List<Flow> refines = table.flows(Stage.REFINE);
        List<Flow> pivots = table.flows(Stage.PIVOT);
        if (refines.isEmpty() && pivots.isEmpty()) {
            return List.of();
        }
        List<Assignment> assigned = new ArrayList<>();
        List<Occupancy> occupancy = table.occupancy();
        List<Worker> refiners = table.lockWorkers(Stage.REFINE, rules.workerSilence());
        assigned.addAll(assign(table, Stage.REFINE, refines, refiners, occupancy, BATCH));
        if (!pivots.isEmpty()) {
            int room = roomForPivots(table, refiners, occupancy);
            List<Worker> pivoters = table.lockWorkers(Stage.PIVOT, rules.workerSilence());
            assigned.addAll(assign(table, Stage.PIVOT, pivots, pivoters, occupancy, Math.min(BATCH, room)));
        }
        table.save(
                assigned.stream().map(each -> each.waiting().image()).toList(),
                assigned.stream().map(Assignment::leased).toList());
        return assigned;
    }

    /** Stage 1 does not run far ahead of stage 2: what waits in between is kept, but of no use yet. */
    private int roomForPivots(ImageTable table, List<Worker> refiners, List<Occupancy> occupancy) throws SQLException {
        int refining = occupancy.stream()
                .filter(each -> each.stage() == Stage.REFINE)
                .mapToInt(Occupancy::images)
                .sum();
        int slots = refiners.stream().mapToInt(Worker::slots).sum();
        return Math.max(0, rules.pivotsAhead(slots) - refining - table.waitingForRefine());
    }

    private List<Assignment> assign(
            ImageTable table, Stage stage, List<Flow> flows, List<Worker> workers, List<Occupancy> occupancy, int most)
            throws SQLException {
        FreeSlots slots = new FreeSlots(stage, workers, occupancy);
        int room = Math.min(most, slots.total());
        if (room == 0 || flows.isEmpty()) {
            return List.of();
        }
        Set<String> tenants = new TreeSet<>();
        flows.forEach(flow -> tenants.add(flow.tenant()));
        FairOrder order = new FairOrder(table.now(), rules.ageing(), table.shares(stage, tenants), inFlight(occupancy));
        // Of each flow as many as it may get, with some to spare for unequal shares.
        int each = flows.size() == 1 ? room : Math.min(room, 2 * room / flows.size() + 2);
        for (Flow flow : flows) {
            order.add(table.lockNext(stage, flow, each));
        }
        List<Assignment> assigned = give(order, slots, stage, table.now(), room);
        if (!assigned.isEmpty()) {
            table.saveShares(stage, order.changedShares());
        }
        return assigned;
    }

    private List<Assignment> give(FairOrder order, FreeSlots slots, Stage stage, Instant now, int room) {
        List<Assignment> assigned = new ArrayList<>();
        while (assigned.size() < room) {
            Optional<Waiting> next = order.next();
            if (next.isEmpty()) {
                break;
            }
            // An image that no worker can do waits for one that can; those behind it do not wait for it.
            slots.take(next.get()).ifPresent(worker -> {
                order.served(next.get());
                assigned.add(lease(next.get(), worker, stage, now));
            });
        }
        return assigned;
    }

    private Assignment lease(Waiting waiting, Worker worker, Stage stage, Instant now) {
        ImageRow image = waiting.image();
        Trigger leased = new Trigger.Leased(worker.id(), now.plus(rules.handover()));
        return new Assignment(
                stage,
                worker.id(),
                waiting,
                life.apply(image, image.epoch(), leased, now).orElseThrow(),
                now);
    }

    private static Map<String, Integer> inFlight(List<Occupancy> occupancy) {
        Map<String, Integer> images = new HashMap<>();
        occupancy.forEach(each -> images.merge(each.tenant(), each.images(), Integer::sum));
        return images;
    }

    private List<Assignment> send(List<Assignment> assigned) {
        List<CompletableFuture<Void>> sent = assigned.stream().map(sender::send).toList();
        List<Assignment> lost = new ArrayList<>();
        Throwable why = null;
        for (int i = 0; i < assigned.size(); i++) {
            try {
                sent.get(i).join();
                listener.dispatched(assigned.get(i));
            } catch (CompletionException e) {
                lost.add(assigned.get(i));
                why = e.getCause();
            }
        }
        if (why != null) {
            log.warn(
                    "{} of {} tasks could not be sent and wait again: {}",
                    lost.size(),
                    assigned.size(),
                    why.getMessage());
        }
        return lost;
    }

    private void takeBack(List<Assignment> lost) {
        Map<UUID, Long> epochs = new HashMap<>();
        lost.forEach(each -> epochs.put(each.leased().id(), each.leased().epoch()));
        tables.transaction("take back images", table -> {
            List<ImageRow> before = table.lock(epochs.keySet());
            List<ImageRow> after = before.stream()
                    .map(image -> life.apply(image, epochs.get(image.id()), new Trigger.NotPublished(), table.now())
                            .orElse(image))
                    .toList();
            table.save(before, after);
            return after.size();
        });
    }
}
