package io.himar.gateway.delivery;

import io.himar.storage.webhooks.Delivery;
import io.himar.storage.webhooks.DeliveryQueue;
import io.himar.storage.webhooks.Verdict;
import io.himar.storage.webhooks.WebhookSecrets;

/** Carries one message to its receiver, and notes what came of it. */
final class Courier {
    private final DeliveryQueue queue;
    private final WebhookSecrets secrets;
    private final Messages messages;
    private final Sender sender;
    private final RetrySchedule schedule;
    private final DeliveryMetrics metrics;

    Courier(
            DeliveryQueue queue,
            WebhookSecrets secrets,
            Messages messages,
            Sender sender,
            RetrySchedule schedule,
            DeliveryMetrics metrics) {
        this.queue = queue;
        this.secrets = secrets;
        this.messages = messages;
        this.sender = sender;
        this.schedule = schedule;
        this.metrics = metrics;
    }

    /** @throws io.himar.storage.sql.StorageException if it could not be noted; it is then sent again */
    void deliver(Delivery delivery) {
        String body = delivery.body().orElseGet(() -> queue.keepBody(delivery, messages.of(delivery)));
        Sender.Outcome outcome = sender.send(delivery, body, secrets.live(delivery.tenant()));
        Verdict verdict = schedule.verdict(outcome.attempt(), delivery.tries(), outcome.retryAfter());
        queue.ended(delivery, outcome.attempt(), verdict);
        metrics.ended(verdict);
    }
}
