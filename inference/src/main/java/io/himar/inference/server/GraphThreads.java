package io.himar.inference.server;

/**
 * How many threads one run of a graph takes, from the number of processors. Under a full queue the graphs of both
 * stages run at the same time, so on a larger machine each has half of the processors. A product of a stage at base
 * size has some 400 rows for each image. With more than 16 threads each would have less than 25 of them, and waits for
 * the slowest.
 */
public final class GraphThreads {
    /** Up to here one image at a time is worth more than two beside each other. */
    private static final int SMALL_MACHINE = 4;

    private static final int MOST = 16;

    private GraphThreads() {}

    public static int ofThisMachine() {
        return of(Runtime.getRuntime().availableProcessors());
    }

    static int of(int processors) {
        return processors <= SMALL_MACHINE ? processors : Math.min(MOST, Math.max(SMALL_MACHINE, processors / 2));
    }
}
