package io.himar.storage.webhooks;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A message that somebody is about to send.
 *
 * @param id the same for all attempts
 * @param host name or address of the receiver, with the port where the URL has one
 * @param event what happened, such as {@code generation.succeeded}
 * @param body what is sent; empty before the first attempt
 * @param lease the number of this attempt to send: what comes of it counts only while no later one was given
 * @param tries attempts that failed since it was last asked for
 */
public record Delivery(
        UUID id,
        String tenant,
        UUID jobId,
        String url,
        String host,
        String event,
        Instant occurredAt,
        Optional<String> body,
        int lease,
        int tries) {}
