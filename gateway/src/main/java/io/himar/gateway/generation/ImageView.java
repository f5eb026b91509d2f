package io.himar.gateway.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/**
 * One image of a generation as the HTTP interface shows it. What is null is left out.
 *
 * @param status how it stands; never canceling
 * @param stage pivot or refine: what an unfinished image waits for or is in
 * @param attempt how often it was begun
 * @param step autoregressive steps done of the stage
 * @param steps how many steps the stage has
 * @param progress share of the work that is done, 0 to 1
 * @param startedAt when a worker was first given it
 * @param error why it failed or expired
 * @param sourcePivot the pivot that it began with
 * @param pivot what stage 1 made, while it is kept
 * @param preview the low-resolution picture, as soon as stage 1 has ended
 * @param result the picture, once it is there
 * @param urls lasting addresses on the server that was asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Image")
public record ImageView(
        UUID id,
        int index,
        long seed,
        Status status,
        @Schema(allowableValues = {"pivot", "refine"}) String stage,
        int attempt,
        Integer step,
        Integer steps,
        double progress,
        Instant startedAt,
        Instant finishedAt,
        Timings timings,
        Failure error,
        UUID sourcePivot,
        Pivot pivot,
        Preview preview,
        Result result,
        Urls urls) {

    /**
     * How long the parts of an image's life took, in seconds, of those that are over. A stage that was done again
     * counts by its last time.
     *
     * @param queueSeconds from its acceptance until a worker was given it
     * @param pivotSeconds stage 1
     * @param refineSeconds stage 2, with the wait for a worker of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Timings")
    public record Timings(Double queueSeconds, Double pivotSeconds, Double refineSeconds) {}

    /** Why an image failed or expired: a stable code and a sentence. */
    @Schema(name = "ImageFailure")
    public record Failure(String code, String message) {}

    /** Where its picture and its preview are found for good, once they are there, by those who may see it. */
    @Schema(name = "ImageUrls")
    public record Urls(String content, String preview) {
        static Urls of(UUID generation, int index, String root) {
            String self = root + GenerationController.PATH + "/" + generation + "/images/" + index;
            return new Urls(self + "/content", self + "/preview");
        }
    }

    /** What stage 1 made: its id, its address on the server that was asked, and until when it is kept. */
    @Schema(name = "PivotLink")
    public record Pivot(UUID id, String url, Instant expiresAt) {
        /** The path of pivots. */
        public static final String PATH = "/v1/pivots";

        static Pivot of(UUID id, Instant expiresAt, String root) {
            return new Pivot(id, root + PATH + "/" + id, expiresAt);
        }
    }

    /** Where the preview can be fetched, until when; empty in a list that was not asked for URLs. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Preview")
    public record Preview(URI url, Instant expiresAt) {}

    /** Where the PNG can be fetched, until when, unless in a list without URLs; its size in pixels and bytes. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Result")
    public record Result(URI url, Instant expiresAt, int width, int height, long bytes) {}
}
