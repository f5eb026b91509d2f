package io.himar.inference.stage;

/** Hears of a stage's progress and may stop it; called on the thread that runs the stage, between its steps. */
public interface StageListener {
    /** Ignores progress and never cancels. */
    StageListener NONE = new StageListener() {
        @Override
        public void step(int step, int steps) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /**
     * One autoregressive step is done.
     *
     * @param step how many are done, 1 to {@code steps}
     * @param steps how many there are
     */
    void step(int step, int steps);

    /** What is done after a step; it is the listener's to keep. */
    default void reached(StageState state) {}

    /** Asked before each step; {@code true} ends the stage with a {@link CancelledException}. */
    boolean cancelled();
}
