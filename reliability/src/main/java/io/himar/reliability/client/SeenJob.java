package io.himar.reliability.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A job as an answer of the gateway shows it. */
record SeenJob(UUID id, List<SeenImage> images) {
    private static final Set<String> TERMINAL = Set.of("succeeded", "failed", "cancelled", "expired");

    SeenJob {
        images = List.copyOf(images);
    }

    /**
     * An image of it.
     *
     * @param result where its picture can be downloaded
     * @param pivot the pivot of a draft that has succeeded
     */
    record SeenImage(UUID id, int index, String status, Optional<URI> result, Optional<UUID> pivot) {
        boolean terminal() {
            return TERMINAL.contains(status);
        }
    }

    static SeenJob of(JsonNode json) {
        List<SeenImage> images = new ArrayList<>();
        for (JsonNode image : json.path("images")) {
            String url = image.path("result").path("url").asString("");
            String pivot = image.path("pivot").path("id").asString("");
            images.add(new SeenImage(
                    UUID.fromString(image.path("id").asString()),
                    image.path("index").asInt(),
                    state(image.path("status").asString()),
                    url.isEmpty() ? Optional.empty() : Optional.of(URI.create(url)),
                    pivot.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(pivot))));
        }
        return new SeenJob(UUID.fromString(json.path("id").asString()), images);
    }

    /** The database's word, which is also what gateways of version 0.1 say. */
    private static String state(String status) {
        return status.equals("canceled") ? "cancelled" : status;
    }

    boolean terminal() {
        return images.stream().allMatch(SeenImage::terminal);
    }
}
