package io.himar.gateway.webhook;

import java.util.List;

/** What webhooks tell of: how a generation has ended. */
public final class WebhookEvents {
    public static final List<String> ALL =
            List.of("generation.succeeded", "generation.failed", "generation.canceled", "generation.expired");

    public static final String EXPECTED = "some of " + String.join(", ", ALL);

    private WebhookEvents() {}
}
