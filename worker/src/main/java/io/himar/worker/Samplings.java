package io.himar.worker;

import io.himar.contracts.PivotTask;
import io.himar.contracts.StageSettings;
import io.himar.inference.stage.StageInput;
import io.himar.model.InvalidConfigException;
import io.himar.model.ModelConfig;
import io.himar.model.StageSampling;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.ImageDraws;
import io.himar.model.sampling.MaskSchedule;
import io.himar.model.sampling.SamplerKind;

/** What a task asks, checked against the model that it names. */
public final class Samplings {
    private Samplings() {}

    /**
     * The model that a task names.
     *
     * @throws InvalidTaskException when this worker has no such model
     */
    public static ModelConfig model(PivotTask task, ModelCatalog models) {
        return models.find(task.getModel())
                .orElseThrow(() -> new InvalidTaskException(
                        "model: " + task.getModel() + " (expected: one of " + String.join(", ", models.names()) + ")"));
    }

    /**
     * The input of stage 1.
     *
     * @throws InvalidTaskException naming the field that the model cannot do
     */
    public static StageInput pivot(PivotTask task, ModelConfig model) {
        return input(task, "pivot", task.getPivot(), model, model.lowTokens());
    }

    /** The input of stage 2; see {@link #pivot}. */
    public static StageInput refine(PivotTask task, ModelConfig model) {
        return input(task, "refine", task.getRefine(), model, model.denseTokens());
    }

    private static StageInput input(
            PivotTask task, String field, StageSettings settings, ModelConfig model, int tokens) {
        if (task.getClassId() >= model.classes()) {
            throw new InvalidTaskException("class_id: " + task.getClassId() + " (expected: 0 to "
                    + (model.classes() - 1) + ", the classes of " + model.name() + ")");
        }
        try {
            StageSampling sampling = new StageSampling(
                    settings.getSteps(),
                    settings.getGuidance(),
                    GuidanceSchedule.valueOf(settings.getGuidanceSchedule().name()),
                    SamplerKind.valueOf(settings.getSampler().name()),
                    settings.getDenoisingSteps(),
                    settings.getTemperature());
            // Refuses what the stage loop would refuse, before any work is done.
            MaskSchedule.of(tokens, sampling.steps());
            return new StageInput(task.getClassId(), ImageDraws.seeded(task.getSeed()), sampling);
        } catch (IllegalArgumentException | InvalidConfigException e) {
            throw new InvalidTaskException(field + ": " + e.getMessage(), e);
        }
    }
}
