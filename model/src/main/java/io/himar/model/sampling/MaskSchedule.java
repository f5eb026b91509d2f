package io.himar.model.sampling;

/**
 * The cosine mask schedule of one stage: how many of its N tokens are still masked after each autoregressive step.
 *
 * <p>After step k of K the mask has max(1, min(m - 1, floor(N cos(pi/2 (k+1)/K)))) entries, m being its length before;
 * the last step predicts all that is left.
 */
public final class MaskSchedule {

    private final int tokens;
    private final int[] remaining;

    private MaskSchedule(int tokens, int[] remaining) {
        this.tokens = tokens;
        this.remaining = remaining;
    }

    /**
     * The schedule of a stage.
     *
     * @param tokens N, the number of tokens of the stage
     * @param steps K, from 1 to N: every step predicts at least one token
     */
    public static MaskSchedule of(int tokens, int steps) {
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens: " + tokens + " (expected: >= 1)");
        }
        if (steps < 1 || steps > tokens) {
            throw new IllegalArgumentException("steps: " + steps + " (expected: 1 to " + tokens + ", the tokens)");
        }
        int[] remaining = new int[steps];
        int masked = tokens;
        for (int step = 0; step < steps; step++) {
            int wanted = (int) Math.floor(tokens * Math.cos(Math.PI / 2.0 * (step + 1) / steps));
            masked = Math.max(1, Math.min(masked - 1, wanted));
            remaining[step] = masked;
        }
        return new MaskSchedule(tokens, remaining);
    }

    /** N, the number of tokens of the stage. */
    public int tokens() {
        return tokens;
    }

    /** K, the number of autoregressive steps. */
    public int steps() {
        return remaining.length;
    }

    /**
     * The mask's length after a step, as the guidance schedule sees it: 1 after the last step, although that step
     * predicts everything that is left. The released sampler computes its last guidance from this 1.
     */
    public int remainingAfter(int step) {
        return remaining[step];
    }

    /** The mask's length before a step: N at step 0. */
    public int maskedBefore(int step) {
        return step == 0 ? tokens : remaining[step - 1];
    }

    /** How many tokens a step predicts; over all steps these add up to N. */
    public int predicted(int step) {
        return step == steps() - 1 ? maskedBefore(step) : maskedBefore(step) - remaining[step];
    }

    /** The most tokens that any one step predicts. */
    public int mostPredicted() {
        int most = 0;
        for (int step = 0; step < steps(); step++) {
            most = Math.max(most, predicted(step));
        }
        return most;
    }
}
