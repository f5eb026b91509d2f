package io.himar.worker.pod;

import io.himar.worker.intake.WorkInHand;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What it costs to take a worker's pod away: 0 while it has no image, and one more for each time that the work done on
 * its images has become four times as long. So it is a rough order of workers, and seldom changes: every change is one
 * of the pod, which all who watch pods hear of.
 */
final class DeletionCost {
    /** No image. A pod that was never told of costs as much. */
    static final int IDLE = 0;

    private static final int STEP = 4;

    private DeletionCost() {}

    /**
     * The cost of the work, if the cluster knows {@code told}. A cost falls only once the work is half of what that
     * cost begins at, so that work that stays about the same has one cost.
     */
    static int of(WorkInHand work, OptionalInt told) {
        if (work.images() == 0) {
            return IDLE;
        }
        int cost = cost(work.spent());
        boolean about = told.isPresent() && cost(work.spent().multipliedBy(2)) >= told.getAsInt();
        return about ? Math.max(cost, told.getAsInt()) : cost;
    }

    private static int cost(Duration spent) {
        int cost = IDLE + 1;
        for (long seconds = spent.toSeconds(); seconds >= STEP; seconds /= STEP) {
            cost++;
        }
        return cost;
    }
}
