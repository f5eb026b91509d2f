package io.himar.reliability.autoscale;

import io.himar.reliability.client.Request;
import java.util.List;
import java.util.function.Consumer;

/** What is asked for: a burst; once that is done, a pace that rises from nothing; and then silence. In seconds. */
final class Course {
    static final double BURST_AT = 5;
    static final int BURST = 90;
    static final double RAMP_LENGTH = 60;
    static final double RAMP_RATE = 3;

    /** So long after the burst's begin all of it is accepted for sure. */
    private static final double ACCEPTED = 10;

    private final Consumer<Request> submit;
    private final List<Request> requests = Request.all();
    private double rampAt = Double.POSITIVE_INFINITY;
    private int asked;
    private int turn;

    Course(Consumer<Request> submit) {
        this.submit = submit;
    }

    /** How many images are asked for by then, if the pace begins to rise at that time. */
    static double due(double at, double rampAt) {
        double ramp = Math.max(0, Math.min(at - rampAt, RAMP_LENGTH));
        return (at < BURST_AT ? 0 : BURST) + RAMP_RATE * ramp * ramp / (2 * RAMP_LENGTH);
    }

    /** Asks for what is due. */
    void goOn(double at) {
        while (asked < Math.floor(due(at, rampAt))) {
            Request next = requests.get(turn++ % requests.size());
            submit.accept(next);
            asked += next.count();
        }
    }

    Phase phase(double at) {
        if (at < rampAt) {
            return Phase.BURST;
        }
        return at < rampAt + RAMP_LENGTH ? Phase.RAMP : Phase.SILENCE;
    }

    /** Learns what became of the burst. */
    void saw(Sample sample) {
        if (Double.isInfinite(rampAt) && sample.at() > BURST_AT + ACCEPTED && sample.idle()) {
            rampAt = sample.at() + ACCEPTED;
        }
    }
}
