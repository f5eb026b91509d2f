package io.himar.gateway.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.himar.gateway.model.StageView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A generation as the HTTP interface shows it. What is null is left out.
 *
 * @param classId index of the class, {@code class} in JSON, if it shows one
 * @param prompt what it shows, of a model that draws texts
 * @param label for people: the name of the class, or the prompt
 * @param seed seed of the first image
 * @param status how it stands
 * @param progress share of the work that is done, 0 to 1; 1 means that it has ended
 * @param imageCounts how many images have each status; the others have none
 * @param queuePosition about how many images begin before its first, and that one, while nothing of it has begun
 * @param estimatedStartAt when it will begin, at the pace of the last minute
 * @param startBy when a worker must have begun an image
 * @param finishBy when an image must have ended
 * @param expiresAt when the next of its images expires unless something happens before
 * @param draft whether its images succeed with a pivot, and without a picture
 * @param warnings what the client should know of what it asked for
 * @param startedAt when a worker was first given one of its images
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Generation")
public record GenerationView(
        UUID id,
        Status status,
        double progress,
        String model,
        @JsonProperty("class") Integer classId,
        String prompt,
        String label,
        int count,
        long seed,
        boolean draft,
        Map<String, Integer> imageCounts,

        @Schema(allowableValues = {"urgent", "normal", "background"})
        String priority,

        Map<String, String> metadata,
        Integer queuePosition,
        Instant estimatedStartAt,
        Instant createdAt,
        Instant startedAt,
        Instant finishedAt,
        Instant startBy,
        Instant finishBy,
        Instant expiresAt,
        Instant cancelRequestedAt,
        StageView pivot,
        StageView refine,
        List<ImageView> images,
        List<Warning> warnings,
        Urls urls) {

    /** Where to go on from here, as paths on the server that the client asked. */
    @Schema(name = "GenerationUrls")
    public record Urls(String self, String events, String cancel) {
        public static Urls of(UUID id, String root) {
            String self = root + GenerationController.PATH + "/" + id;
            return new Urls(self, self + "/events", self + "/cancel");
        }
    }
}
