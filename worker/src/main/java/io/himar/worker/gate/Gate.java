package io.himar.worker.gate;

import java.util.Optional;

/** Something that a worker needs before it may take work. */
public interface Gate {
    /** What it stands for, in lower case, as metrics and announcements name it: {@code inference}. */
    String dependency();

    /**
     * Looks now, which may take seconds.
     *
     * @return in words for people, why no work can be done; empty while it can
     */
    Optional<String> shutBecause();
}
