package io.himar.reliability.fault;

import java.time.Duration;
import java.util.Optional;

/** Something that goes wrong and is mended later. An object is good for once. */
public interface Fault {
    /** Short, for example {@code kill-scheduler}. */
    String name();

    /** Time from the end of {@link #inject} to the beginning of {@link #heal}. */
    Duration duration();

    /** Breaks it. */
    void inject() throws Exception;

    /** Mends it, as an operator or a cluster would, and returns once the mended part works. */
    void heal() throws Exception;

    /** Why it did not really happen; empty if it did. Asked after {@link #heal}. */
    Optional<String> missing() throws Exception;
}
