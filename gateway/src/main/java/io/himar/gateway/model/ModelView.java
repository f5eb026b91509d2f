package io.himar.gateway.model;

import io.himar.model.ModelConfig;
import io.swagger.v3.oas.annotations.media.Schema;
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
        int maxPivotSteps,
        int maxRefineSteps,
        Ranges ranges) {

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
                model.lowTokens(),
                model.denseTokens(),
                ranges);
    }
}
