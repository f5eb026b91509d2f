package io.himar.gateway;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A generation as a client reads it. */
public record GenerationDocument(JsonNode json) {
    public UUID id() {
        return UUID.fromString(json.path("id").stringValue());
    }

    public String self() {
        return json.path("urls").path("self").stringValue();
    }

    public String events() {
        return json.path("urls").path("events").stringValue();
    }

    public String cancel() {
        return json.path("urls").path("cancel").stringValue();
    }

    String status() {
        return json.path("status").stringValue();
    }

    /** The same without its place in the queue, which is looked at once a second. */
    public GenerationDocument withoutPlace() {
        ObjectNode rest = ((ObjectNode) json).deepCopy();
        rest.remove(List.of("queue_position", "estimated_start_at"));
        return new GenerationDocument(rest);
    }

    public Image image(int index) {
        return images().get(index);
    }

    public List<Image> images() {
        return json.path("images").valueStream().map(Image::new).toList();
    }

    /** One image, or what an event tells of it. */
    public record Image(JsonNode json) {
        public URI preview() {
            return URI.create(json.path("preview").path("url").stringValue());
        }

        public URI result() {
            return URI.create(json.path("result").path("url").stringValue());
        }

        String status() {
            return json.path("status").stringValue();
        }

        long seed() {
            return json.path("seed").longValue();
        }
    }
}
