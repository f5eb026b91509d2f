package io.himar.gateway.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.himar.storage.webhooks.Attempt;
import io.himar.storage.webhooks.LoggedDelivery;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A message to the receiver of a webhook. What is null is left out.
 *
 * @param id as in the header {@code webhook-id}
 * @param generation id of the generation that it tells of
 * @param occurredAt when that happened
 * @param nextAttemptAt when it is sent next, while it waits
 * @param finishedAt when it was received or given up
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "WebhookDelivery")
record DeliveryView(
        UUID id,
        UUID generation,
        String url,
        String event,
        Status status,
        Instant occurredAt,
        Instant nextAttemptAt,
        Instant finishedAt,
        List<AttemptView> attempts) {

    /** How a delivery stands. */
    @Schema(name = "WebhookDeliveryStatus")
    enum Status {
        WAITING,
        DELIVERED,
        FAILED,
        /** Its endpoint answered 410 before. */
        DISABLED;

        @JsonValue
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One request.
     *
     * @param statusCode of the answer, if one came
     * @param error why none came: a code and a sentence
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "WebhookAttempt")
    record AttemptView(Instant at, double durationSeconds, Integer statusCode, String error) {
        static AttemptView of(Attempt attempt) {
            return new AttemptView(
                    attempt.at(),
                    attempt.took().toMillis() / 1000.0,
                    attempt.status().orElse(null),
                    attempt.error().orElse(null));
        }
    }

    static DeliveryView of(LoggedDelivery delivery) {
        return new DeliveryView(
                delivery.id(),
                delivery.jobId(),
                delivery.url(),
                delivery.event(),
                Status.valueOf(delivery.state().name()),
                delivery.occurredAt(),
                delivery.nextAttemptAt().orElse(null),
                delivery.finishedAt().orElse(null),
                delivery.attempts().stream().map(AttemptView::of).toList());
    }
}
