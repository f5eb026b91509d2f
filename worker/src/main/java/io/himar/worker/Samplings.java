package io.himar.worker;

import io.himar.contracts.PivotTask;
import io.himar.contracts.StageSettings;
import io.himar.model.InvalidConfigException;
import io.himar.model.ModelConfig;
import io.himar.model.Stage;
import io.himar.model.StageSampling;
import io.himar.model.catalog.ModelEntry;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.MaskSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.TokenOrder;
import io.himar.worker.gate.ServedModels;
import java.util.Arrays;

/** What a task asks, checked against the model that it names. */
public final class Samplings {
    private Samplings() {}

    /**
     * The model that a task names, as it is run now.
     *
     * @throws UnsupportedTaskException when this worker has no such model
     */
    public static ModelEntry model(PivotTask task, ServedModels models) {
        return models.find(task.getModel())
                .orElseThrow(() -> new UnsupportedTaskException(
                        "model: " + task.getModel() + " (expected: one of " + String.join(", ", models.names()) + ")"));
    }

    /**
     * How stage 1 is sampled.
     *
     * @throws InvalidTaskException naming the field that the model cannot do
     * @throws UnsupportedTaskException naming the field whose value this version does not know
     */
    public static StageSampling pivot(PivotTask task, ModelConfig model) {
        return sampling(Stage.PIVOT, task.getPivot(), model);
    }

    /** How stage 2 is sampled; see {@link #pivot}. */
    public static StageSampling refine(PivotTask task, ModelConfig model) {
        return sampling(Stage.REFINE, task.getRefine(), model);
    }

    private static StageSampling sampling(Stage stage, StageSettings settings, ModelConfig model) {
        String field = stage == Stage.PIVOT ? "pivot" : "refine";
        GuidanceSchedule guidance = known(
                field + ".guidance_schedule",
                settings.getGuidanceSchedule(),
                settings.getGuidanceScheduleValue(),
                GuidanceSchedule.values());
        SamplerKind sampler =
                known(field + ".sampler", settings.getSampler(), settings.getSamplerValue(), SamplerKind.values());
        TokenOrder order = settings.getOrderValue() == 0
                ? TokenOrder.RANDOM
                : known(field + ".order", settings.getOrder(), settings.getOrderValue(), TokenOrder.values());
        try {
            StageSampling sampling = new StageSampling(
                    settings.getSteps(),
                    settings.getGuidance(),
                    guidance,
                    sampler,
                    settings.getDenoisingSteps(),
                    settings.getTemperature(),
                    settings.getLastDenoisingSteps() == 0 ? null : (Integer) settings.getLastDenoisingSteps(),
                    settings.getUnguidedBelow() == 0 ? null : (Float) settings.getUnguidedBelow(),
                    order,
                    settings.getGuidanceRefresh() == 0 ? null : (Integer) settings.getGuidanceRefresh());
            // Refuses what the stage loop would refuse, before any work is done.
            MaskSchedule.of(model.tokens(stage), sampling.steps());
            return sampling;
        } catch (IllegalArgumentException | InvalidConfigException e) {
            throw new InvalidTaskException(field + ": " + e.getMessage(), e);
        }
    }

    /** The value of ours that is called like one of the contract's. */
    private static <T extends Enum<T>> T known(String field, Enum<?> named, int number, T[] ours) {
        return Arrays.stream(ours)
                .filter(each -> each.name().equals(named.name()))
                .findFirst()
                .orElseThrow(() -> new UnsupportedTaskException(
                        field + ": number " + number + " (expected: one that this version of the worker knows)"));
    }
}
