package io.himar.scheduler.scheduling;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The times and bounds by which the scheduler works.
 *
 * @param lease how long an image may go without its worker being heard of
 * @param handover how long a task may be on its way to its worker
 * @param workerSilence a worker that was not heard of for so long gets no more work
 * @param ageing after waiting so long an image counts as one of the next higher class of priority
 * @param mostPivotsAhead when so many images wait for or are in stage 2, no further stage 1 begins; empty for four
 *     times the slots of the refine workers, and at least 64
 */
public record SchedulingRules(
        Duration lease, Duration handover, Duration workerSilence, Duration ageing, OptionalInt mostPivotsAhead) {
    private static final int LEAST_AHEAD = 64;

    int pivotsAhead(int refineSlots) {
        return mostPivotsAhead.orElse(Math.max(LEAST_AHEAD, 4 * refineSlots));
    }
}
