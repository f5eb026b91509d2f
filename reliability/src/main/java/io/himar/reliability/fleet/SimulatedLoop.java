package io.himar.reliability.fleet;

import io.himar.reliability.simulation.VirtualTime;
import java.time.Duration;

/** A loop of the scheduler in virtual time: a round takes a while, and what wakes it meanwhile is one more round. */
final class SimulatedLoop {
    private final VirtualTime time;
    private final Duration interval;
    private final Round round;
    private boolean busy;
    private boolean woken;
    private long rests;

    /** One round, done at once. */
    @FunctionalInterface
    interface Round {
        Done run();
    }

    /**
     * What a round was.
     *
     * @param took how long it would have taken
     * @param more whether the next one follows at once
     */
    record Done(Duration took, boolean more) {}

    private SimulatedLoop(VirtualTime time, Duration interval, Round round) {
        this.time = time;
        this.interval = interval;
        this.round = round;
    }

    /** @param interval rest between two rounds, unless woken */
    static SimulatedLoop start(VirtualTime time, Duration interval, Round round) {
        SimulatedLoop loop = new SimulatedLoop(time, interval, round);
        loop.rest();
        return loop;
    }

    void wake() {
        if (busy) {
            woken = true;
        } else {
            run();
        }
    }

    private void run() {
        busy = true;
        Done done = round.run();
        time.in(done.took(), () -> {
            busy = false;
            if (done.more() || woken) {
                woken = false;
                run();
            } else {
                rest();
            }
        });
    }

    private void rest() {
        rests++;
        long thisRest = rests;
        time.in(interval, () -> {
            if (!busy && rests == thisRest) {
                run();
            }
        });
    }
}
