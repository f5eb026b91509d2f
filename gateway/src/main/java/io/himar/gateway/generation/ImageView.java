package io.himar.gateway.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/**
 * One image of a generation as the HTTP interface shows it. What is null is left out.
 *
 * @param status queued, pivoting, refining, succeeded, failed or cancelled
 * @param attempt how often it was begun
 * @param progress within the stage that runs
 * @param error why it failed
 * @param preview the low-resolution picture, as soon as stage 1 has ended
 * @param result the picture, once it is there
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Image")
public record ImageView(
        UUID id,
        int index,
        long seed,

        @Schema(allowableValues = {"queued", "pivoting", "refining", "succeeded", "failed", "cancelled"})
        String status,

        int attempt,
        Progress progress,
        Failure error,
        Preview preview,
        Result result) {

    /** Autoregressive steps done of the stage (pivot or refine), of how many. */
    @Schema(name = "Progress")
    public record Progress(String stage, int step, int steps) {}

    /** Why an image failed: a stable code and a sentence. */
    @Schema(name = "ImageFailure")
    public record Failure(String code, String message) {}

    /** Where the preview can be fetched, until when. */
    @Schema(name = "Preview")
    public record Preview(URI url, Instant expiresAt) {}

    /** Where the PNG can be fetched, until when; its size in pixels and bytes. */
    @Schema(name = "Result")
    public record Result(URI url, Instant expiresAt, int width, int height, long bytes) {}
}
