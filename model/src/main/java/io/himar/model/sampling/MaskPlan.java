package io.himar.model.sampling;

import java.util.Arrays;

/**
 * Which tokens of one image are masked at each step of a stage. A mask is the first entries of the image's generation
 * order, as many as the {@link MaskSchedule} says.
 */
public final class MaskPlan {
    private final int[] order;
    private final MaskSchedule schedule;

    /**
     * The plan of an order.
     *
     * @param order a permutation of 0..N-1, N being the tokens of {@code schedule}
     */
    public MaskPlan(int[] order, MaskSchedule schedule) {
        if (order.length != schedule.tokens()) {
            throw new IllegalArgumentException("order.length: " + order.length + " (expected: " + schedule.tokens()
                    + ", the tokens of the schedule)");
        }
        this.order = order.clone();
        this.schedule = schedule;
    }

    /** The positions that are masked before a step. */
    public int[] masked(int step) {
        return Arrays.copyOf(order, schedule.maskedBefore(step));
    }

    /** The positions that leave the mask in a step, at least one. */
    public int[] leaving(int step) {
        int before = schedule.maskedBefore(step);
        return Arrays.copyOfRange(order, before - schedule.predicted(step), before);
    }

    /** By position, whether it is known before a step, which is where it is not masked: [N]. */
    public boolean[] known(int step) {
        boolean[] known = new boolean[order.length];
        for (int i = schedule.maskedBefore(step); i < order.length; i++) {
            known[order[i]] = true;
        }
        return known;
    }
}
