package io.himar.reliability.report;

import java.time.Instant;
import java.util.Optional;

/**
 * One fault that was injected.
 *
 * @param injectedAt just before it
 * @param healedAt when what was broken worked again by itself
 * @param endedAt when every image accepted before {@code healedAt} had ended, or patience had
 * @param drained whether they had
 * @param missing why the fault did not really happen; empty if it did
 */
public record FaultRun(
        String fault,
        Instant injectedAt,
        Instant healedAt,
        Instant endedAt,
        boolean drained,
        Optional<String> missing) {

    boolean covers(Instant time) {
        return !time.isBefore(injectedAt) && time.isBefore(endedAt);
    }
}
