package io.himar.storage.jobs;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which jobs are wanted. What is empty is not asked for.
 *
 * @param model name of their model
 * @param createdAfter they are younger than this
 * @param createdBefore they are older than this
 * @param metadata texts by name that all have to be theirs
 */
public record JobFilter(
        Optional<Standing> standing,
        Optional<String> model,
        Optional<Instant> createdAfter,
        Optional<Instant> createdBefore,
        Map<String, String> metadata) {
    /** All jobs. */
    public static final JobFilter ALL =
            new JobFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    /** How a job stands, by the status that is kept with it and by whether its end was asked for. */
    public enum Standing {
        QUEUED("j.status = 'QUEUED' and j.cancel_requested_at is null"),
        RUNNING("j.status = 'RUNNING' and j.cancel_requested_at is null"),
        CANCELING(
                "j.status in ('QUEUED', 'RUNNING') and j.cancel_requested_at is not null and not j.cancel_carried_out"),
        SUCCEEDED("j.status = 'SUCCEEDED'"),
        FAILED("j.status = 'FAILED'"),
        EXPIRED("j.status = 'EXPIRED'"),
        CANCELLED("j.status = 'CANCELLED'");

        private final String condition;

        Standing(String condition) {
            this.condition = condition;
        }

        String condition() {
            return condition;
        }
    }

    public JobFilter {
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(createdAfter, "createdAfter");
        Objects.requireNonNull(createdBefore, "createdBefore");
        metadata = Map.copyOf(metadata);
    }

    /** The same, of those that stand so. */
    JobFilter standing(Standing wanted) {
        return new JobFilter(Optional.of(wanted), model, createdAfter, createdBefore, metadata);
    }
}
