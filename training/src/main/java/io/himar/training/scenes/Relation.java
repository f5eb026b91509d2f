package io.himar.training.scenes;

import java.util.List;

/** How two things lie to each other. */
enum Relation {
    /** Anyhow: the caption says nothing of it. */
    AND,
    LEFT_OF,
    ABOVE,
    INSIDE;

    static final List<Relation> ALL = List.of(values());

    private static final int EVERY = 10;

    /** Whether no training picture has these two things in this relation. That is a tenth of all, and none of AND. */
    boolean heldOut(Thing first, Thing second) {
        return this != AND && (first.number() + 3 * ALL.indexOf(this) + 7 * second.number()) % EVERY == 0;
    }
}
