package io.himar.training.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.training.Golden;
import io.himar.training.config.GuidanceRecipe;
import io.himar.training.loop.TrainingTask;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import io.himar.training.torch.TrainableParameters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Both losses and their gradients against the released training step. */
class HiMarLossGoldenTest {
    private final ModelConfig config = Golden.config();

    @Test
    void losses_and_gradients_are_those_of_the_released_step() {
        try (Golden golden = Golden.open("training");
                Golden weights = Golden.open("weights")) {
            TrainableParameters parameters = trainable(weights);
            HiMarLoss loss =
                    new HiMarLoss(TorchOps.create(), parameters, config, new HiMarLoss.Weights(2, 0.75, false));
            TrainingTask.Losses losses = loss.of(batch(golden), draws(golden));

            assertThat(losses.named().get("pivot_loss").item_double()).isCloseTo(golden.scalar("loss1"), within(5e-5));
            assertThat(losses.named().get("refine_loss").item_double()).isCloseTo(golden.scalar("loss2"), within(5e-6));
            assertThat(losses.total().item_double()).isCloseTo(golden.scalar("loss_total"), within(1e-5));

            losses.total().backward();
            List<String> checked = parameters.specs().stream()
                    .filter(ParameterSpec::trained)
                    .map(ParameterSpec::name)
                    .toList();
            for (String name : checked) {
                double norm = gradient(parameters, name).norm().item_double();
                double expected = golden.scalar("grad_norm." + name);
                assertThat(norm).as(name).isCloseTo(expected, within(1e-4 * expected + 1e-9));
            }
            for (String name : fullyKnown()) {
                Tensor expected = golden.tensor("grad." + name);
                double largest = expected.abs().max().item_double();
                assertThat(Golden.difference(gradient(parameters, name), expected))
                        .as(name)
                        .isLessThan(1e-4 * largest);
            }
        }
    }

    @Test
    void a_stage_2_of_no_weight_is_not_trained_and_changes_nothing_of_stage_1() {
        try (Golden golden = Golden.open("training");
                Golden weights = Golden.open("weights")) {
            TrainableParameters parameters = trainable(weights);
            HiMarLoss loss = new HiMarLoss(TorchOps.create(), parameters, config, new HiMarLoss.Weights(2, 0, false));
            TrainingTask.Losses losses = loss.of(batch(golden), draws(golden));

            assertThat(losses.named().get("pivot_loss").item_double()).isCloseTo(golden.scalar("loss1"), within(5e-5));
            assertThat(losses.named()).containsOnlyKeys("pivot_loss");

            losses.total().backward();
            assertThat(gradient(parameters, "cond_diffloss.net.final_layer.linear.bias")
                            .defined())
                    .isFalse();
            String head = "diffloss.net.final_layer.linear.weight";
            Tensor expected = golden.tensor("grad." + head);
            assertThat(Golden.difference(gradient(parameters, head), expected))
                    .isLessThan(1e-4 * expected.abs().max().item_double());
        }
    }

    @Test
    void built_in_guidance_leaves_images_without_their_class_as_published() {
        try (Golden golden = Golden.open("training");
                Golden weights = Golden.open("weights")) {
            TrainableParameters parameters = trainable(weights);
            StepDraws draws = withLabelsDropped(draws(golden), true);

            TrainingTask.Losses published = guided(parameters, 1).of(batch(golden), draws);
            TrainingTask.Losses guided = guided(parameters, 2.5).of(batch(golden), draws);

            assertThat(guided.total().item_double()).isEqualTo(published.total().item_double());
        }
    }

    @Test
    void built_in_guidance_takes_the_unconditional_branch_for_a_constant() {
        try (Golden golden = Golden.open("training");
                Golden weights = Golden.open("weights")) {
            TrainableParameters parameters = trainable(weights);
            StepDraws draws = withLabelsDropped(draws(golden), false);

            TrainingTask.Losses published = guided(parameters, 1).of(batch(golden), draws);
            TrainingTask.Losses guided = guided(parameters, 2.5).of(batch(golden), draws);
            guided.total().backward();

            assertThat(guided.total().item_double())
                    .isNotEqualTo(published.total().item_double());
            assertThat(gradient(parameters, "class_emb.weight").norm().item_double())
                    .isGreaterThan(0);
            Tensor unconditional = gradient(parameters, "fake_latent");
            assertThat(!unconditional.defined() || unconditional.norm().item_double() == 0)
                    .isTrue();
        }
    }

    private HiMarLoss guided(TrainableParameters parameters, double scale) {
        return new HiMarLoss(
                TorchOps.create(),
                parameters,
                config,
                new HiMarLoss.Weights(2, 0.75, false),
                StepWeights.withBias(null),
                new GuidanceRecipe(scale, scale));
    }

    private static StepDraws withLabelsDropped(StepDraws draws, boolean dropped) {
        boolean[] labels = new boolean[draws.pivotLabelDropped().length];
        Arrays.fill(labels, dropped);
        return new StepDraws(
                draws.pivotMask(),
                draws.refineMask(),
                labels,
                labels,
                draws.conditionDropped(),
                draws.pivotSteps(),
                draws.pivotNoise(),
                draws.refineSteps(),
                draws.refineNoise(),
                draws.conditionMasks());
    }

    private static List<String> fullyKnown() {
        return List.of(
                "fake_latent",
                "cond_tokens",
                "class_emb.weight",
                "encoder_task_emb.weight",
                "cond_z_proj.bias",
                "diffloss.net.final_layer.linear.weight",
                "diffloss.net.input_proj.weight",
                "cond_diffloss.net.x_embedder.proj.weight",
                "cond_diffloss.net.final_layer.linear.bias",
                "encoder_blocks.0.attn.qkv.bias");
    }

    private static Offset<Double> within(double tolerance) {
        return Offset.offset(tolerance);
    }

    private static Tensor gradient(TrainableParameters parameters, String name) {
        return ((TorchTensor) parameters.get(name)).value().grad();
    }

    private TrainableParameters trainable(Golden weights) {
        List<ParameterSpec> specs = HiMarParameters.of(config);
        Map<String, float[]> values = new LinkedHashMap<>();
        specs.forEach(spec -> values.put(spec.name(), Tensors.floats(weights.tensor(spec.name()))));
        return TrainableParameters.of(specs, values);
    }

    private static HiMarLoss.Batch batch(Golden golden) {
        long[] labels = golden.longs("labels");
        return new HiMarLoss.Batch(
                tokens(golden.tensor("cond")),
                tokens(golden.tensor("imgs")),
                Arrays.stream(labels).mapToInt(Math::toIntExact).toArray());
    }

    /** [B,C,h,w] to [B,h*w,C]. */
    private static Tensor tokens(Tensor latent) {
        return latent.flatten(2, 3).transpose(1, 2).contiguous();
    }

    private StepDraws draws(Golden golden) {
        int low = config.lowTokens();
        int dense = config.denseTokens();
        int channels = config.channels();
        long rows = golden.tensor("dit_t").size(0);
        return new StepDraws(
                part(golden.mask("stage1_mask"), 0, low),
                part(golden.mask("stage2_mask"), low, dense),
                column(golden.mask("stage1_label_drop")),
                column(golden.mask("stage2_label_drop")),
                column(golden.mask("small_cond_mask")),
                golden.tensor("mlp_t").reshape(rows, low),
                golden.tensor("mlp_noise").reshape(rows, low, channels),
                golden.tensor("dit_t"),
                tokens(golden.tensor("dit_noise")),
                List.of());
    }

    private static boolean[][] part(boolean[][] mask, int first, int count) {
        return Arrays.stream(mask)
                .map(row -> Arrays.copyOfRange(row, first, first + count))
                .toArray(boolean[][]::new);
    }

    private static boolean[] column(boolean[][] mask) {
        boolean[] column = new boolean[mask.length];
        for (int i = 0; i < column.length; i++) {
            column[i] = mask[i][0];
        }
        return column;
    }
}
