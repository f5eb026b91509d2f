package io.himar.storage.jobs;

import java.util.Arrays;

/** Classes of priority: an image of a higher class goes first, and one that waits long rises to the next class. */
public enum Priority {
    URGENT(0),
    NORMAL(1),
    BACKGROUND(2);

    private final int rank;

    Priority(int rank) {
        this.rank = rank;
    }

    /** Its place, from 0 for those who go first; so it is kept in the database. */
    public int rank() {
        return rank;
    }

    /** The class of a rank; ranks that only a newer version knows are those of the last class. */
    public static Priority of(int rank) {
        return Arrays.stream(values())
                .filter(each -> each.rank == rank)
                .findFirst()
                .orElse(BACKGROUND);
    }
}
