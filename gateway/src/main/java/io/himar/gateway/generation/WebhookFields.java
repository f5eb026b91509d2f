package io.himar.gateway.generation;

import io.himar.gateway.webhook.WebhookEvents;
import io.himar.gateway.webhook.WebhookUrls;
import io.himar.storage.webhooks.JobWebhook;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Who is to be told how a generation has ended. */
final class WebhookFields {
    private WebhookFields() {}

    static Optional<JobWebhook> asked(GenerationRequest.Webhook webhook, WebhookUrls urls, FieldChecks checks) {
        if (webhook == null) {
            return Optional.empty();
        }
        List<String> events = webhook.events() == null ? List.of() : webhook.events();
        if (webhook.events() != null && events.isEmpty()) {
            checks.refuse("webhook.events", "none", WebhookEvents.EXPECTED);
        }
        events.stream()
                .filter(event -> !WebhookEvents.ALL.contains(event))
                .forEach(event -> checks.refuse("webhook.events", "'" + event + "'", WebhookEvents.EXPECTED));
        if (webhook.url() == null) {
            return Optional.empty();
        }
        WebhookUrls.Checked checked = urls.check(webhook.url());
        checked.expected().ifPresent(expected -> checks.refuse("webhook.url", "'" + webhook.url() + "'", expected));
        return checked.url().map(url -> new JobWebhook(url, List.copyOf(new LinkedHashSet<>(events))));
    }
}
