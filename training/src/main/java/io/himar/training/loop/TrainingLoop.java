package io.himar.training.loop;

import io.himar.training.config.OptimizerRecipe;
import io.himar.training.torch.AdamW;
import io.himar.training.torch.TorchDevice;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains until the recipe's last step, from the checkpoint where there is one. Everything random in step k depends on
 * the seed and k alone: the step is the whole state of the random generators, and a training that was stopped ends with
 * the weights of one that was never stopped.
 */
public final class TrainingLoop {
    private final OptimizerRecipe recipe;
    private final LearningRate rate;
    private final Settings settings;

    /**
     * @param checkpoint the file that holds the state
     * @param checkpointEvery steps between two checkpoints
     * @param bfloat16 whether losses are computed under autocast
     */
    public record Settings(long seed, Path checkpoint, int checkpointEvery, boolean bfloat16) {}

    /** What is told after a step. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Before the step's checkpoint, where it has one.
         *
         * @param steps taken so far
         * @param figures losses, gradient norm and learning rate of the last one
         */
        void stepped(long steps, Map<String, Double> figures);

        /** After that: what fails here, or takes long, costs no step that the checkpoint has. */
        default void secured(long steps) {}
    }

    public TrainingLoop(OptimizerRecipe recipe, Settings settings) {
        this.recipe = recipe;
        this.rate = new LearningRate(recipe.learningRate(), recipe.warmUpSteps(), recipe.decaySteps(), recipe.steps());
        this.settings = settings;
    }

    /**
     * Restores the trainee from the checkpoint, where there is one.
     *
     * @return the steps that it has taken
     */
    public long restore(Trainee trainee) {
        return Checkpoint.read(settings.checkpoint())
                .map(saved -> {
                    saved.restore(trainee);
                    return saved.step();
                })
                .orElse(0L);
    }

    /**
     * @param from steps taken already
     * @throws StopRequest.Stopped after a checkpoint, where the process is to end
     * @throws TrainingStoppedException where a loss, the gradient or what is about to be kept is not finite; the
     *     checkpoint stays as it was
     */
    public void run(TrainingTask task, long from, Listener listener) {
        for (long step = from; step < recipe.steps(); step++) {
            Map<String, Double> figures = step(task, step);
            long taken = step + 1;
            listener.stepped(taken, figures);
            boolean last = taken == recipe.steps() || StopRequest.made();
            if (last || taken % settings.checkpointEvery() == 0) {
                try (PointerScope scope = new PointerScope()) {
                    requireFinite(step, "a parameter", task.trainee().parameters());
                    requireFinite(
                            step, "a parameter's moving average", task.trainee().averaged());
                    Checkpoint.of(taken, task.trainee()).write(settings.checkpoint());
                }
            }
            listener.secured(taken);
            StopRequest.check();
        }
    }

    private Map<String, Double> step(TrainingTask task, long step) {
        SplittableRandom random = new SplittableRandom(settings.seed() * 1_000_003 + step);
        torch.manual_seed(random.nextLong());
        Map<String, Double> figures = new TreeMap<>();
        for (int part = 0; part < recipe.accumulate(); part++) {
            try (PointerScope scope = new PointerScope()) {
                backward(task, step, part, random, figures);
            }
        }
        AdamW optimizer = task.trainee().optimizer();
        try (PointerScope scope = new PointerScope()) {
            double norm = optimizer.step(rate.at(step));
            requireFinite(step, "the gradient's norm", norm);
            figures.put("gradient", norm);
            figures.put("learning_rate", rate.at(step));
            task.trainee().average().update(task.trainee().parameters());
        }
        return figures;
    }

    private void backward(
            TrainingTask task, long step, int part, SplittableRandom random, Map<String, Double> figures) {
        TrainingTask.Losses losses;
        try (TorchDevice.Autocast autocast = new TorchDevice.Autocast(settings.bfloat16())) {
            losses = task.losses(step, part, random);
        }
        for (Map.Entry<String, Tensor> named : losses.named().entrySet()) {
            double value = named.getValue().item_double();
            requireFinite(step, named.getKey(), value);
            figures.merge(named.getKey(), value / recipe.accumulate(), Double::sum);
        }
        losses.total().div(new Scalar((double) recipe.accumulate())).backward();
    }

    /** A step may ruin the parameters though its own loss and gradient were finite. */
    private void requireFinite(long step, String what, TrainableParameters parameters) {
        // A sum would overflow to infinity where no value is infinite.
        requireFinite(step, what, parameters.flat().abs().max().item_double());
    }

    private void requireFinite(long step, String what, double value) {
        if (!Double.isFinite(value)) {
            String saved = Checkpoint.read(settings.checkpoint())
                    .map(checkpoint -> "the last checkpoint, after step " + checkpoint.step() + ", is kept in "
                            + settings.checkpoint())
                    .orElse("there was no checkpoint yet");
            throw new TrainingStoppedException("stopped at step " + (step + 1) + ": " + what + " is " + value
                    + " (expected: a finite number); " + saved);
        }
    }
}
