package io.himar.gateway.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.Preset;
import io.himar.model.SamplingDefaults;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A model as the HTTP interface shows it.
 *
 * @param id the same as its name, as clients of other interfaces expect, like the three that follow
 * @param created seconds since 1970; 0, since nobody notes it
 * @param conditioning what a request names: a class, or a prompt
 * @param classes none of a model that draws texts
 * @param labels names of the classes; the index in the list is the class
 * @param prompts of a model that draws texts, and missing of the others: what prompts may be
 * @param imageSize side of the picture in pixels
 * @param pivot defaults of stage 1
 * @param refine defaults of stage 2
 * @param presets settings of both stages that a request can ask for by name
 * @param maxPivotSteps most autoregressive steps of stage 1
 * @param maxRefineSteps most autoregressive steps of stage 2
 * @param ranges what a request may ask for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Model")
record ModelView(
        String id,
        String object,
        long created,
        String ownedBy,
        String name,
        @Schema(allowableValues = {"class", "text"}) String conditioning,

        int classes,
        List<String> labels,
        PromptsView prompts,
        int imageSize,
        StageView pivot,
        StageView refine,
        List<PresetView> presets,
        int maxPivotSteps,
        int maxRefineSteps,
        Ranges ranges) {
    /** Settings that have a name. */
    @Schema(name = "Preset")
    record PresetView(String name, StageView pivot, StageView refine) {
        static PresetView of(Preset preset, SamplingDefaults sampling) {
            return new PresetView(preset.label(), StageView.of(sampling.pivot()), StageView.of(sampling.refine()));
        }
    }

    static ModelView of(ModelConfig model, Ranges ranges) {
        return new ModelView(
                model.name(),
                "model",
                0,
                "himar",
                model.name(),
                model.conditioning().name().toLowerCase(Locale.ROOT),
                model.classes(),
                model.labels(),
                model.conditioning() == Conditioning.TEXT ? PromptsView.of(model) : null,
                model.imageSize(),
                StageView.of(model.sampling().pivot()),
                StageView.of(model.sampling().refine()),
                Arrays.stream(Preset.values())
                        .map(preset -> PresetView.of(preset, model.sampling(preset)))
                        .toList(),
                model.lowTokens(),
                model.denseTokens(),
                ranges);
    }
}
