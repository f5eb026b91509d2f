package io.himar.gateway.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.himar.gateway.model.StageView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A generation as the HTTP interface shows it. What is null is left out.
 *
 * @param classId index of the class, {@code class} in JSON
 * @param seed seed of the first image; image i has seed + i
 * @param status queued, running, succeeded, failed, cancelled or partial
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Generation")
public record GenerationView(
        UUID id,
        String model,
        @JsonProperty("class") int classId,
        String label,
        int count,
        long seed,

        @Schema(allowableValues = {"queued", "running", "succeeded", "failed", "cancelled", "partial"})
        String status,

        Instant createdAt,
        Instant finishedAt,
        Instant cancelRequestedAt,
        StageView pivot,
        StageView refine,
        List<ImageView> images,
        Links links) {

    /** Where to go on from here, as paths on the server that the client asked. */
    @Schema(name = "GenerationLinks")
    public record Links(String self, String events, String cancel) {
        static Links of(UUID id, String root) {
            String self = root + GenerationController.PATH + "/" + id;
            return new Links(self, self + "/events", self + "/cancel");
        }
    }
}
