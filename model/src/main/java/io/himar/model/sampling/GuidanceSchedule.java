package io.himar.model.sampling;

/** How classifier-free guidance grows over the autoregressive steps of a stage. */
public enum GuidanceSchedule {
    /** 1 + (g - 1)(N - m')/N, with m' masked tokens after the step: all released settings use it. */
    LINEAR {
        @Override
        public float at(float guidance, int tokens, int remainingAfterStep) {
            return 1f + (guidance - 1f) * (tokens - remainingAfterStep) / tokens;
        }
    },
    /** The full guidance at every step. */
    CONSTANT {
        @Override
        public float at(float guidance, int tokens, int remainingAfterStep) {
            return guidance;
        }
    };

    /**
     * The guidance scale of one step.
     *
     * @param guidance the scale asked for; 1 means no guidance
     * @param tokens N, the tokens of the stage
     * @param remainingAfterStep {@link MaskSchedule#remainingAfter(int)} of the step
     */
    public abstract float at(float guidance, int tokens, int remainingAfterStep);
}
