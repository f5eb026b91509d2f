package io.himar.gateway.pivot;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.himar.gateway.generation.ImageView;
import io.himar.gateway.model.StageView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/**
 * A kept pivot as the HTTP interface shows it. What is null is left out.
 *
 * @param id also of the image whose stage 1 made it
 * @param generationId the generation of that image
 * @param index of that image within it
 * @param seed of that image
 * @param pivot the settings of stage 1
 * @param preview the low-resolution picture
 * @param createdAt when its image ended
 * @param expiresAt until when it is kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Pivot")
record PivotView(
        UUID id,
        UUID generationId,
        int index,
        String model,
        @JsonProperty("class") Integer classId,
        String prompt,
        String label,
        long seed,
        StageView pivot,
        ImageView.Preview preview,
        Instant createdAt,
        Instant expiresAt,
        Urls urls) {
    /** Where to go on from here, as paths on the server that the client asked. */
    @Schema(name = "PivotUrls")
    record Urls(String self, String refine, String generation) {}
}
