package io.himar.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.ParameterSpec;
import io.himar.model.ParameterSpec.Initial;
import io.himar.training.config.OptimizerRecipe;
import io.himar.training.torch.Initializer;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {
    private static final List<ParameterSpec> SPECS =
            List.of(new ParameterSpec("w", List.of(2L), new Initial.Constant(3)));

    @TempDir
    private Path directory;

    @Test
    void a_batch_in_parts_is_the_same_step_as_a_batch_at_once() {
        float[] once = trained(recipe(1, 0, 0));
        float[] parts = trained(recipe(4, 0, 0));
        assertThat(once[0]).isNotEqualTo(3f);
        assertThat(parts).containsExactly(once, within(1e-6f));
    }

    @Test
    void the_rate_rises_stays_and_falls_as_configured() {
        List<Double> rates = new ArrayList<>();
        Fit task = new Fit(recipe(1, 4, 4));
        new TrainingLoop(task.recipe, settings("rates"))
                .run(task, 0, (steps, figures) -> rates.add(figures.get("learning_rate")));
        assertThat(rates).hasSize(10);
        assertThat(rates.get(0)).isCloseTo(0.025, within(1e-9));
        assertThat(rates.get(3)).isEqualTo(0.1);
        assertThat(rates.get(5)).isEqualTo(0.1);
        assertThat(rates.get(8)).isCloseTo(0.05, within(1e-9));
        assertThat(rates.get(9)).isBetween(0.0, 0.02);
    }

    @Test
    void a_step_that_ruins_a_parameter_does_not_replace_the_last_good_checkpoint() {
        Fit task = new Fit(recipe(1, 0, 0));
        TrainingLoop loop =
                new TrainingLoop(task.recipe, new TrainingLoop.Settings(1, directory.resolve("kept"), 1, false));
        assertThatThrownBy(() -> loop.run(task, 0, (steps, figures) -> {
                    if (steps == 4) { // after the update, before the checkpoint
                        try (NoGradGuard guard = new NoGradGuard()) {
                            task.trainee().parameters().flat().fill_(new Scalar(Double.NaN));
                        }
                    }
                }))
                .isInstanceOf(TrainingStoppedException.class)
                .hasMessageStartingWith("stopped at step 4: a parameter is NaN")
                .hasMessageContaining("the last checkpoint, after step 3, is kept");
        assertThat(loop.restore(new Fit(recipe(1, 0, 0)).trainee())).isEqualTo(3);
    }

    @Test
    void pictures_that_cannot_be_made_cost_no_step_that_was_due_to_be_kept() {
        Fit task = new Fit(recipe(1, 0, 0));
        TrainingLoop loop =
                new TrainingLoop(task.recipe, new TrainingLoop.Settings(1, directory.resolve("full"), 5, false));
        assertThatThrownBy(() -> loop.run(task, 0, new TrainingLoop.Listener() {
                    @Override
                    public void stepped(long steps, Map<String, Double> figures) {}

                    @Override
                    public void secured(long steps) {
                        if (steps == 5) {
                            throw new IllegalStateException("the disk is full");
                        }
                    }
                }))
                .hasMessage("the disk is full");
        assertThat(loop.restore(new Fit(recipe(1, 0, 0)).trainee())).isEqualTo(5);
    }

    private float[] trained(OptimizerRecipe recipe) {
        Fit task = new Fit(recipe);
        new TrainingLoop(recipe, settings("parts" + recipe.accumulate())).run(task, 0, (steps, figures) -> {});
        return Tensors.floats(task.trainee.parameters().flat());
    }

    private TrainingLoop.Settings settings(String name) {
        return new TrainingLoop.Settings(1, directory.resolve(name), 100, false);
    }

    private static OptimizerRecipe recipe(int accumulate, int warmUp, int decay) {
        return new OptimizerRecipe(10, 8, accumulate, 0.1, warmUp, decay, 0.9, 0.95, 1e-8, 0, 3, 0.5);
    }

    /** Fits two numbers to targets that depend on the place in the batch. */
    private static final class Fit implements TrainingTask {
        private final OptimizerRecipe recipe;
        private final Trainee trainee;

        Fit(OptimizerRecipe recipe) {
            this.recipe = recipe;
            this.trainee =
                    Trainee.start(SPECS, recipe, spec -> false, Initializer.draw(SPECS, new SplittableRandom(1)));
        }

        @Override
        public Trainee trainee() {
            return trainee;
        }

        @Override
        public Losses losses(long step, int part, SplittableRandom random) {
            int count = recipe.part();
            double[] places = IntStream.range(part * count, (part + 1) * count)
                    .mapToDouble(i -> i / 8.0)
                    .toArray();
            float[] targets = new float[2 * count];
            for (int i = 0; i < count; i++) {
                targets[2 * i] = (float) places[i];
                targets[2 * i + 1] = (float) -places[i];
            }
            Tensor w = ((TorchTensor) trainee.parameters().get("w")).value();
            Tensor off = Tensors.of(targets, count, 2).sub(w);
            Tensor loss = off.mul(off).mean();
            return new Losses(loss, Map.of("loss", loss));
        }
    }
}
