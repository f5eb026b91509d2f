package io.himar.training.loop;

import io.himar.model.ParameterSpec;
import io.himar.training.config.OptimizerRecipe;
import io.himar.training.torch.AdamW;
import io.himar.training.torch.MovingAverage;
import io.himar.training.torch.TrainableParameters;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A network in training with all that changes while it is trained.
 *
 * @param average what is evaluated and shipped
 */
public record Trainee(TrainableParameters parameters, AdamW optimizer, MovingAverage average) {

    /**
     * A network that begins with given values of each parameter, row-major.
     *
     * @param decays which parameters decay
     */
    public static Trainee start(
            List<ParameterSpec> specs,
            OptimizerRecipe recipe,
            Predicate<ParameterSpec> decays,
            Map<String, float[]> values) {
        TrainableParameters parameters = TrainableParameters.of(specs, values);
        AdamW optimizer = new AdamW(
                parameters,
                new AdamW.Settings(
                        recipe.beta1(), recipe.beta2(), recipe.epsilon(), recipe.weightDecay(), recipe.clipNorm()),
                decays);
        return new Trainee(parameters, optimizer, new MovingAverage(parameters, recipe.ema()));
    }

    /** A copy of the averaged network. */
    public TrainableParameters averaged() {
        return parameters.withValues(average.flat());
    }

    /** The averaged values of each parameter, row-major. */
    public Map<String, float[]> averagedValues() {
        return averaged().values();
    }
}
