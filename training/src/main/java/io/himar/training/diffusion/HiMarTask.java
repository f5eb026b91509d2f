package io.himar.training.diffusion;

import io.himar.model.ModelConfig;
import io.himar.model.Ops;
import io.himar.training.config.NetworkRecipe;
import io.himar.training.config.TrainingConfig;
import io.himar.training.data.EpochOrder;
import io.himar.training.data.LatentCache;
import io.himar.training.loop.Trainee;
import io.himar.training.loop.TrainingTask;
import io.himar.training.torch.TorchOps;
import java.util.Map;
import java.util.SplittableRandom;

/** Trains both stages of Hi-MAR together, on cached latents. */
public final class HiMarTask implements TrainingTask {
    private final NetworkRecipe recipe;
    private final boolean flip;
    private final double latentScale;
    private final LatentCache latents;
    private final PictureSubjects subjects;
    private final EpochOrder order;
    private final DrawSampler draws;
    private final Trainee trainee;
    private final Ops ops;
    private final HiMarLoss loss;

    /**
     * @param latents of the training pictures
     * @param subjects what they show
     * @param latentScale what a latent is multiplied by to become a token
     * @param values of each parameter to begin with, row-major
     */
    public HiMarTask(
            TrainingConfig config,
            LatentCache latents,
            PictureSubjects subjects,
            double latentScale,
            Map<String, float[]> values) {
        ModelConfig model = config.model();
        this.recipe = config.network();
        this.flip = config.data().horizontalFlip();
        this.latentScale = latentScale;
        this.latents = latents;
        this.subjects = subjects;
        this.order = new EpochOrder(config.seed(), subjects.size());
        this.draws = new DrawSampler(model, recipe);
        this.trainee = Trainee.start(TrainedParameters.of(model), recipe.optimizer(), ParameterGroups::decays, values);
        this.ops = TorchOps.withDropout(recipe.dropout());
        this.loss = new HiMarLoss(
                ops,
                trainee.parameters(),
                model,
                new HiMarLoss.Weights(recipe.pivotWeight(), recipe.refineWeight(), recipe.conditionGradient()),
                StepWeights.withBias(recipe.lossBias()),
                recipe.builtInGuidance());
    }

    @Override
    public Trainee trainee() {
        return trainee;
    }

    @Override
    public Losses losses(long step, int part, SplittableRandom random) {
        int count = recipe.optimizer().part();
        int[] picked = order.at(step * recipe.optimizer().batchSize() + (long) part * count, count);
        boolean[] mirrored = new boolean[count];
        for (int i = 0; i < count; i++) {
            mirrored[i] = flip && random.nextBoolean();
        }
        var batch = new HiMarLoss.Batch(
                latents.low(picked, mirrored, latentScale),
                latents.dense(picked, mirrored, latentScale),
                subjects.of(picked, ops, trainee.parameters()));
        return loss.of(batch, draws.draw(count, step, random));
    }
}
