package io.himar.reliability.check;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An image as the database has it.
 *
 * @param deadline the earliest of its job
 * @param attempt how many attempts were counted
 * @param epoch how many leases were given
 * @param draft whether stage 1 is all that was asked for
 * @param outcome key of the object that it succeeded with: the picture, or the pivot of a draft
 */
public record ImageRow(
        UUID id,
        UUID jobId,
        int classId,
        long seed,
        String state,
        Optional<Instant> deadline,
        int attempt,
        long epoch,
        boolean draft,
        Optional<String> outcome,
        Optional<Instant> finishedAt,
        Optional<String> errorCode) {
    static final Set<String> TERMINAL = Set.of("SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED");

    public boolean terminal() {
        return TERMINAL.contains(state);
    }

    public boolean succeeded() {
        return state.equals("SUCCEEDED");
    }

    /** Whether a deadline had passed when it ended. */
    public boolean wasDue() {
        return deadline.isPresent()
                && finishedAt.isPresent()
                && !finishedAt.get().isBefore(deadline.get());
    }

    public Drawing drawing() {
        return new Drawing(classId, seed);
    }
}
