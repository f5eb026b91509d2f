package io.himar.standalone.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/** A kept pivot as the gateway shows it. */
public record PivotSummary(
        String id,
        String generationId,
        String model,
        @JsonProperty("class") Integer classId,
        String label,
        long seed,
        Instant createdAt,
        Instant expiresAt) {}
