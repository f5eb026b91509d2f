package io.himar.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.List;

/**
 * Images in the shape of that API. What is null is left out.
 *
 * @param created seconds since 1970
 * @param size such as 32x32
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Images")
record Images(
        long created,
        String background,
        List<Picture> data,
        String outputFormat,
        String quality,
        String size,
        String safetyIdentifier,
        Usage usage) {

    /** A picture: its bytes in base 64, or a signed URL. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Picture")
    record Picture(@JsonProperty("b64_json") String bytes, URI url) {}

    /**
     * What was read and drawn, in tokens: a class is one, a prompt as many as the model's encoder reads, and a picture
     * as many as both stages draw.
     */
    @Schema(name = "ImagesUsage")
    record Usage(
            long inputTokens,
            long outputTokens,
            long totalTokens,
            Details inputTokensDetails,
            Details outputTokensDetails) {
        static Usage of(long read, long drawn) {
            return new Usage(read, drawn, read + drawn, new Details(read, 0), new Details(0, drawn));
        }
    }

    @Schema(name = "ImagesTokens")
    record Details(long textTokens, long imageTokens) {}

    /**
     * What a stream tells of one image.
     *
     * @param type image_generation.partial_image or image_generation.completed
     * @param partialImageIndex of a partial one, from 0
     * @param usage of a completed one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "ImagesEvent")
    record Event(
            String type,
            @JsonProperty("b64_json") String bytes,
            long createdAt,
            String size,
            String quality,
            String background,
            String outputFormat,
            Integer partialImageIndex,
            String safetyIdentifier,
            Usage usage) {}
}
