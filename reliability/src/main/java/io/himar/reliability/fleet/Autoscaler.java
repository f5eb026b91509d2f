package io.himar.reliability.fleet;

import io.himar.contracts.Stage;
import io.himar.storage.images.StageLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A plain autoscaler of one stage, as KEDA is: it reads a number, divides it by what one worker is to have of it, and
 * starts what is missing at once. It stops workers only when fewer have been enough for a while.
 */
final class Autoscaler {
    static final Duration POLL = Duration.ofSeconds(15);
    static final Duration START_UP = Duration.ofMinutes(1);
    static final Duration COOL_DOWN = Duration.ofMinutes(5);

    private final Fleet fleet;
    private final Fleet.Kind kind;
    private final ToDoubleFunction<Map<Stage, StageLoad>> wanted;
    private final int most;
    private final Deque<Desired> desired = new ArrayDeque<>();
    private int starting;

    private record Desired(Instant at, int workers) {}

    /** @param wanted how many workers the load asks for, not rounded */
    Autoscaler(Fleet fleet, Fleet.Kind kind, ToDoubleFunction<Map<Stage, StageLoad>> wanted, int most) {
        this.fleet = fleet;
        this.kind = kind;
        this.wanted = wanted;
        this.most = most;
        fleet.startWorker(kind);
        fleet.time().every(POLL, this::poll);
    }

    int live() {
        return fleet.workers(kind.stage());
    }

    int starting() {
        return starting;
    }

    private void poll() {
        Map<Stage, StageLoad> load =
                Map.of(Stage.PIVOT, fleet.load(Stage.PIVOT), Stage.REFINE, fleet.load(Stage.REFINE));
        int now = Math.max(1, Math.min(most, (int) Math.ceil(wanted.applyAsDouble(load))));
        Instant at = fleet.time().now();
        desired.add(new Desired(at, now));
        desired.removeIf(each -> each.at().isBefore(at.minus(COOL_DOWN)));
        int lately = desired.stream().mapToInt(Desired::workers).max().orElseThrow();
        for (int have = live() + starting; have < now; have++) {
            start();
        }
        for (int have = live(); have > lately && starting == 0; have--) {
            fleet.stopWorker(kind.stage());
        }
    }

    private void start() {
        starting++;
        fleet.time().in(START_UP, () -> {
            starting--;
            fleet.startWorker(kind);
        });
    }
}
