package io.himar.storage.jobs;

/**
 * How much may be under way, so that a cancellation or an urgent job never waits behind a long backlog in Kafka.
 *
 * @param pivot most images in stage 1
 * @param refine when so many images are in stage 2, no further image is started; those in stage 1 still go on to stage
 *     2
 */
public record InFlightLimits(int pivot, int refine) {
    public InFlightLimits {
        if (pivot < 1) {
            throw new IllegalArgumentException("pivot: " + pivot + " (expected: >= 1)");
        }
        if (refine < 1) {
            throw new IllegalArgumentException("refine: " + refine + " (expected: >= 1)");
        }
    }

    int free(StageLoad load) {
        return load.refining() >= refine ? 0 : (int) Math.max(0, pivot - load.pivoting());
    }
}
