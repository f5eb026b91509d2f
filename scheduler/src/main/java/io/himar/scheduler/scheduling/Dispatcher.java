package io.himar.scheduler.scheduling;

import io.himar.contracts.Stage;
import io.himar.storage.images.Flow;
import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.ImageTable;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.Occupancy;
import io.himar.storage.images.Trigger;
import io.himar.storage.images.Worker;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        Round round = tables.transaction("dispatch images", this::assign);
        List<Assignment> lost = send(round.assigned());
        if (!lost.isEmpty()) {
            sender.suspect();
            takeBack(lost);
            return false;
        }
        return round.more();
    }

    /**
     * What was done in one transaction.
     *
     * @param more whether more may wait that has a free slot
     */
    private record Round(List<Assignment> assigned, boolean more) {
        static final Round NOTHING = new Round(List.of(), false);
    }

    private Round assign(ImageTable table) throws SQLException {
        List<Flow> refines = table.flows(Stage.REFINE);
        List<Flow> pivots = table.flows(Stage.PIVOT);
        if (refines.isEmpty() && pivots.isEmpty()) {
            return Round.NOTHING;
        }
        List<Worker> refiners = table.lockWorkers(Stage.REFINE, rules.workerSilence());
        List<Worker> pivoters = table.lockWorkers(Stage.PIVOT, rules.workerSilence());
        // Only now: whoever had the workers before has given them images.
        List<Occupancy> occupancy = table.occupancy();
        StageRound refining = new StageRound(table, life, rules, Stage.REFINE, refiners, occupancy);
        refining.assign(refines, Integer.MAX_VALUE, Integer.MAX_VALUE);
        StageRound pivoting = new StageRound(table, life, rules, Stage.PIVOT, pivoters, occupancy);
        if (!pivots.isEmpty()) {
            // Stage 1 does not run far ahead of stage 2: what waits in between is kept, but of no use yet.
            int most =
                    rules.pivotsAhead(refiners.stream().mapToInt(Worker::slots).sum());
            int ahead = refining(occupancy) + table.waitingForRefine();
            pivoting.assign(pivots, most - ahead, 2 * most - ahead);
            if (pivoting.assigned().size() >= most - ahead) {
                pivoting.assignDrafts();
            }
        }
        List<Assignment> assigned = new ArrayList<>(refining.assigned());
        assigned.addAll(pivoting.assigned());
        table.save(
                assigned.stream().map(each -> each.waiting().image()).toList(),
                assigned.stream().map(Assignment::leased).toList());
        return new Round(assigned, refining.more() || pivoting.more());
    }

    private static int refining(List<Occupancy> occupancy) {
        return occupancy.stream()
                .filter(each -> each.stage() == Stage.REFINE)
                .mapToInt(Occupancy::images)
                .sum();
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
