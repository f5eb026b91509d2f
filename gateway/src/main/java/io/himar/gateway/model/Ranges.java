package io.himar.gateway.model;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What requests for a model may ask for.
 *
 * @param count images of one generation
 * @param seed of each image
 * @param pivot settings of stage 1
 * @param refine settings of stage 2
 */
@Schema(name = "Ranges")
public record Ranges(Range count, Range seed, StageRanges pivot, StageRanges refine) {
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
            List<String> order) {}

    /** A sampler, with how many denoising steps it can take. */
    @Schema(name = "SamplerRange")
    public record SamplerRange(String name, Range denoisingSteps) {}
}
