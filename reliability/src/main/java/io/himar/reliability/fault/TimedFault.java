package io.himar.reliability.fault;

import java.time.Duration;

/** What all faults are: a name, and how long they last. */
abstract class TimedFault implements Fault {
    /** The exit status of a process after SIGKILL. */
    static final int KILLED = 137;

    /** The exit status of a JVM after SIGTERM. */
    static final int TERMINATED = 143;

    private final String name;
    private final Duration duration;

    /** @param duration from the end of {@link #inject} to the beginning of {@link #heal} */
    TimedFault(String name, Duration duration) {
        this.name = name;
        this.duration = duration;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Duration duration() {
        return duration;
    }
}
