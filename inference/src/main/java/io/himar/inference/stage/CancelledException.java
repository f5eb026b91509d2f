package io.himar.inference.stage;

/** Thrown between two steps of a stage when its {@link StageListener} says that nobody wants the image any more. */
public final class CancelledException extends RuntimeException {
    /** Before step {@code step} of {@code steps}, counted from 0. */
    public CancelledException(int step, int steps) {
        super("cancelled before step " + (step + 1) + " of " + steps);
    }
}
