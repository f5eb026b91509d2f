package io.himar.storage.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A delivery as the log has it.
 *
 * @param nextAttemptAt when it is tried next; while it is being tried, when that is taken for lost
 * @param attempts the first one first
 */
public record LoggedDelivery(
        UUID id,
        UUID jobId,
        String url,
        String event,
        Instant occurredAt,
        DeliveryState state,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> finishedAt,
        List<Attempt> attempts) {}
