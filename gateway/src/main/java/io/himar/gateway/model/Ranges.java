package io.himar.gateway.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What requests for a model may ask for.
 *
 * @param count images of one generation
 * @param seed of each image
 * @param promptCharacters how long a prompt may be, missing where there is none
 * @param pivot settings of stage 1
 * @param refine settings of stage 2
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Ranges")
public record Ranges(Range count, Range seed, Range promptCharacters, StageRanges pivot, StageRanges refine) {
    /** The least and the most, both included. */
    @Schema(name = "Range")
    public record Range(long min, long max) {}

    /** The names that a setting may have, or the range of its numbers. */
    @Schema(name = "StageRanges")
    public record StageRanges(
            Range steps,
            Range guidance,
            List<String> guidanceSchedule,
            List<SamplerRange> sampler,
            Range temperature,
            Range unguidedBelow,
            List<String> order,
            Range guidanceRefresh) {}

    /** A sampler, with how many denoising steps it can take. */
    @Schema(name = "SamplerRange")
    public record SamplerRange(String name, Range denoisingSteps) {}
}
