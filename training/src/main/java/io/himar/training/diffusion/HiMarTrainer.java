package io.himar.training.diffusion;

import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.training.LearningRate;
import io.himar.training.MetricsLog;
import io.himar.training.TrainingConfig;
import io.himar.training.TrainingConfig.HiMarRecipe;
import io.himar.training.data.LatentCache;
import io.himar.training.torch.AdamW;
import io.himar.training.torch.Initializer;
import io.himar.training.torch.MovingAverage;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains both stages of Hi-MAR together. A run that was stopped goes on from its last checkpoint: everything random in
 * step k depends on the seed and k alone, so it ends with the weights of a run that was never stopped.
 */
public final class HiMarTrainer {
    private final ModelConfig model;
    private final TrainingConfig config;
    private final HiMarRecipe recipe;
    private final TrainableParameters parameters;
    private final AdamW optimizer;
    private final MovingAverage average;
    private final HiMarLoss loss;
    private final LearningRate rate;
    private long step;

    public HiMarTrainer(ModelConfig model, TrainingConfig config) {
        this.model = model;
        this.config = config;
        this.recipe = config.himar();
        var specs = HiMarParameters.of(model);
        this.parameters = TrainableParameters.of(specs, Initializer.draw(specs, new SplittableRandom(config.seed())));
        this.optimizer = new AdamW(
                parameters,
                new AdamW.Settings(0.9, 0.95, 1e-8, recipe.weightDecay(), recipe.clipNorm()),
                ParameterGroups::decays);
        this.average = new MovingAverage(parameters, recipe.ema());
        this.loss = new HiMarLoss(TorchOps.withDropout(recipe.dropout()), parameters, model);
        this.rate = new LearningRate(recipe.learningRate(), recipe.warmUpSteps(), recipe.decaySteps(), recipe.steps());
    }

    /**
     * Goes on until the recipe's last step, from the checkpoint where there is one.
     *
     * @param labels the classes of the cached pictures
     * @param checkpoint where to keep the state of the run
     * @param every steps between two checkpoints
     * @return the averaged parameters by name
     */
    public Map<String, float[]> train(LatentCache latents, int[] labels, MetricsLog log, Path checkpoint, int every) {
        Checkpoint.read(checkpoint).ifPresent(this::restore);
        while (step < recipe.steps()) {
            trainStep(latents, labels, log);
            if (step % every == 0 || step == recipe.steps()) {
                try (PointerScope scope = new PointerScope()) {
                    Checkpoint.of(step, parameters, optimizer, average).write(checkpoint);
                }
            }
        }
        try (PointerScope scope = new PointerScope()) {
            return parameters.withValues(average.flat()).values();
        }
    }

    private void trainStep(LatentCache latents, int[] labels, MetricsLog log) {
        SplittableRandom random = new SplittableRandom(config.seed() * 1_000_003 + step);
        torch.manual_seed(random.nextLong());
        try (PointerScope scope = new PointerScope()) {
            long[] picked = random.longs(recipe.batchSize(), 0, labels.length).toArray();
            int[] classes = new int[picked.length];
            for (int i = 0; i < picked.length; i++) {
                classes[i] = labels[(int) picked[i]];
            }
            var indices = Tensors.of(picked, picked.length);
            var batch = new HiMarLoss.Batch(latents.low(indices), latents.dense(indices), classes);
            var losses = loss.of(batch, new DrawSampler(model, recipe, random).draw(picked.length, step));
            losses.total().backward();
            double norm = optimizer.step(rate.at(step));
            average.update(parameters);
            log.record(
                    step,
                    recipe.batchSize(),
                    Map.of(
                            "pivot_loss", losses.pivot().item_double(),
                            "refine_loss", losses.refine().item_double(),
                            "gradient", norm));
        }
        step++;
    }

    /** The averaged network of a run that may still be going on. */
    public static TrainableParameters average(ModelConfig model, Path checkpoint) {
        Checkpoint saved = Checkpoint.read(checkpoint)
                .orElseThrow(() -> new IllegalArgumentException("there is no checkpoint " + checkpoint));
        var specs = HiMarParameters.of(model);
        TrainableParameters empty = TrainableParameters.of(specs, Initializer.draw(specs, new SplittableRandom(0)));
        return empty.withValues(Tensors.of(saved.average(), saved.average().length));
    }

    private void restore(Checkpoint saved) {
        saved.restore(parameters, optimizer, average);
        step = saved.step();
    }
}
