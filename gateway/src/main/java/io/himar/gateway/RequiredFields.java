package io.himar.gateway;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Map;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Says in the OpenAPI document which fields of answers are always there: all but those that are named here. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class RequiredFields implements OpenApiCustomizer {
    private static final Map<String, Set<String>> OPTIONAL = Map.ofEntries(
            Map.entry(
                    "Generation",
                    Set.of(
                            "class",
                            "prompt",
                            "warnings",
                            "queue_position",
                            "estimated_start_at",
                            "started_at",
                            "finished_at",
                            "start_by",
                            "finish_by",
                            "expires_at",
                            "cancel_requested_at")),
            Map.entry("Canceling", Set.of()),
            Map.entry("GenerationUrls", Set.of()),
            Map.entry("GenerationPage", Set.of("next_cursor")),
            Map.entry(
                    "Image",
                    Set.of(
                            "stage",
                            "step",
                            "steps",
                            "started_at",
                            "finished_at",
                            "timings",
                            "error",
                            "source_pivot",
                            "pivot",
                            "preview",
                            "result")),
            Map.entry("ImageFailure", Set.of()),
            Map.entry("ImageUrls", Set.of()),
            Map.entry("Pivot", Set.of("class", "prompt", "preview")),
            Map.entry("Warning", Set.of()),
            Map.entry("PivotUrls", Set.of()),
            Map.entry("PivotPage", Set.of("next_cursor")),
            Map.entry("PivotLink", Set.of()),
            Map.entry("Preview", Set.of("url", "expires_at")),
            Map.entry("Result", Set.of("url", "expires_at")),
            Map.entry("WebhookSecrets", Set.of()),
            Map.entry("WebhookSecret", Set.of("secret", "expires_at")),
            Map.entry("WebhookDeliveries", Set.of("next_cursor")),
            Map.entry("WebhookDelivery", Set.of("next_attempt_at", "finished_at")),
            Map.entry("WebhookAttempt", Set.of("status_code", "error")),
            Map.entry("DisabledWebhooks", Set.of()),
            Map.entry("DisabledWebhook", Set.of()),
            Map.entry("Key", Set.of("key", "expires_at", "revoked_at", "replaced_by")),
            Map.entry("KeyPage", Set.of("next_cursor")),
            Map.entry(
                    "Tenant",
                    Set.of(
                            "most_in_flight",
                            "most_unfinished",
                            "images_per_day",
                            "most_pivots",
                            "most_bytes",
                            "requests_per_minute",
                            "created_at",
                            "disabled_at")),
            Map.entry("Usage", Set.of()),
            Map.entry("UsageDay", Set.of()),
            Map.entry("UsageQuota", Set.of("most")),
            Map.entry("TenantPage", Set.of("next_cursor")),
            Map.entry("Models", Set.of()),
            Map.entry("Model", Set.of("prompts")),
            Map.entry("Prompts", Set.of()),
            Map.entry("Preset", Set.of()),
            Map.entry("Stage", Set.of()),
            Map.entry("Ranges", Set.of("prompt_characters")),
            Map.entry("Range", Set.of()),
            Map.entry("StageRanges", Set.of()),
            Map.entry("SamplerRange", Set.of()),
            Map.entry("Fleet", Set.of()),
            Map.entry("StageLoad", Set.of()),
            Map.entry("Worker", Set.of()),
            Map.entry("Timings", Set.of("queue_seconds", "pivot_seconds", "refine_seconds")),
            Map.entry("ImageEvent", Set.of("stage", "error", "pivot", "preview", "result")),
            Map.entry("ProgressEvent", Set.of()),
            Map.entry("QueueEvent", Set.of()),
            Map.entry("QueuePlace", Set.of("estimated_start_at")),
            Map.entry("ReadyEvent", Set.of("next_cursor")),
            Map.entry("DeletedEvent", Set.of()),
            Map.entry("Images", Set.of("safety_identifier")),
            Map.entry("Picture", Set.of("b64_json", "url")),
            Map.entry("ImagesUsage", Set.of()),
            Map.entry("ImagesTokens", Set.of()),
            Map.entry("ImagesEvent", Set.of("partial_image_index", "safety_identifier", "usage")));

    @Override
    public void customise(OpenAPI document) {
        document.getComponents().getSchemas().forEach((name, schema) -> {
            if (schema.getProperties() != null) {
                schema.typesItem("object"); // which is left out where a record was read
            }
            Set<String> optional = OPTIONAL.get(name);
            if (optional != null) {
                require(schema, optional);
            }
        });
    }

    private static void require(Schema<?> schema, Set<String> optional) {
        schema.setRequired(schema.getProperties().keySet().stream()
                .filter(field -> !optional.contains(field))
                .toList());
    }
}
