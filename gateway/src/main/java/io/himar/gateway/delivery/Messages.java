package io.himar.gateway.delivery;

import io.himar.gateway.generation.GenerationViews;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.webhooks.Delivery;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What receivers are told: {@code type}, {@code timestamp}, and in {@code data} the generation as it is shown over
 * HTTP, without signed URLs, which would have ended when a late attempt arrives. Where that is too long its images are
 * left out; where the generation was deleted, all but its id and status are.
 */
final class Messages {
    static final int MOST_CHARACTERS = 64 * 1024;

    private final JobReader reader;
    private final GenerationViews views;
    private final JsonMapper json;

    Messages(JobReader reader, GenerationViews views, JsonMapper json) {
        this.reader = reader;
        this.views = views;
        this.json = json;
    }

    String of(Delivery delivery) {
        Optional<Job> job = reader.find(delivery.tenant(), delivery.jobId());
        ObjectNode message = json.createObjectNode();
        message.put("type", delivery.event());
        message.put("timestamp", delivery.occurredAt().toString());
        message.set("data", job.map(this::shown).orElseGet(() -> named(delivery)));
        String whole = json.writeValueAsString(message);
        if (whole.length() <= MOST_CHARACTERS) {
            return whole;
        }
        ((ObjectNode) message.get("data")).remove("images");
        return json.writeValueAsString(message);
    }

    private ObjectNode shown(Job job) {
        return json.valueToTree(views.withoutSignedUrls(job, reader.times(job.tenant(), job.id()), ""));
    }

    private ObjectNode named(Delivery delivery) {
        ObjectNode named = json.createObjectNode();
        named.put("id", delivery.jobId().toString());
        named.put("status", delivery.event().substring(delivery.event().indexOf('.') + 1));
        return named;
    }
}
