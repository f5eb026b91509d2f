package io.himar.gateway.model;

import io.himar.model.ModelConfig;
import io.himar.model.Preset;
import io.himar.model.SamplingDefaults;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;

/**
 * A model as the HTTP interface shows it.
 *
 * @param id the same as its name, as clients of other interfaces expect, like the three that follow
 * @param created seconds since 1970; 0, since nobody notes it
 * @param labels names of the classes; the index in the list is the class
 * @param imageSize side of the picture in pixels
 * @param pivot defaults of stage 1
 * @param refine defaults of stage 2
 * @param presets settings of both stages that a request can ask for by name
 * @param maxPivotSteps most autoregressive steps of stage 1
 * @param maxRefineSteps most autoregressive steps of stage 2
 * @param ranges what a request may ask for
 */
@Schema(name = "Model")
record ModelView(
        String id,
        String object,
        long created,
        String ownedBy,
        String name,
        int classes,
        List<String> labels,
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
                model.classes(),
                model.labels(),
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
