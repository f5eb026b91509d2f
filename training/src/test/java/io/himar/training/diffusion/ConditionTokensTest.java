package io.himar.training.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.ModelConfig;
import io.himar.model.Parameters;
import io.himar.model.PivotStep;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import io.himar.training.Golden;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ConditionTokensTest {
    private static final int IMAGES = 3;

    private final ModelConfig config = Golden.config();
    private final Parameters parameters = weights();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Tensor low = gaussian(IMAGES, config.lowTokens(), config.channels());
    private final TorchTensor classes = new TorchTensor(Tensors.of(new long[] {0, 1, -1}, IMAGES));

    @Test
    void they_are_those_of_the_generation_loop_had_it_sampled_the_pictures_own_tokens() {
        int slots = config.lowTokens();
        // One slot a step, from the last to the first, in every image.
        List<boolean[][]> masks = new ArrayList<>();
        for (int step = 0; step < slots; step++) {
            masks.add(unknownBefore(slots - step));
        }
        Tensor gathered = new ConditionTokens(parameters, config).gathered(low, classes, masks);

        PivotStep generation = new PivotStep(TorchOps.create(), parameters, config);
        for (int step = 0; step < slots; step++) {
            int predicted = slots - 1 - step;
            Tensor expected = conditionOf(generation, predicted);
            Tensor slot = gathered.narrow(1, predicted, 1);
            assertThat(Golden.difference(slot, expected))
                    .as("slot %d", predicted)
                    .isCloseTo(0, within(1e-5));
        }
    }

    @Test
    void a_picture_is_told_by_all_but_the_first_step() {
        List<boolean[][]> masks = List.of(unknownBefore(config.lowTokens()), unknownBefore(1));
        ConditionTokens tokens = new ConditionTokens(parameters, config);
        Tensor one = tokens.gathered(low, classes, masks);
        Tensor other = tokens.gathered(gaussian(IMAGES, config.lowTokens(), config.channels()), classes, masks);

        int rest = config.lowTokens() - 1;
        assertThat(Golden.difference(one.narrow(1, 0, 1), other.narrow(1, 0, 1)))
                .isGreaterThan(1e-3);
        assertThat(Golden.difference(one.narrow(1, 1, rest), other.narrow(1, 1, rest)))
                .isZero();
    }

    private Tensor conditionOf(PivotStep generation, int predicted) {
        int slots = config.lowTokens();
        boolean[] known = new boolean[IMAGES * slots];
        for (int i = 0; i < known.length; i++) {
            known[i] = i % slots > predicted;
        }
        long[] predict = new long[IMAGES];
        Arrays.fill(predict, predicted);
        SamplerTable table = SamplerTable.pivot(SamplerKind.DDIM, 2, 1);
        Tensor sampler = Tensors.of(table.values(), 1, table.steps(), SamplerTable.COLUMNS);
        var inputs = new PivotStep.Inputs(
                new TorchTensor(low),
                new TorchTensor(Tensors.of(known, IMAGES, slots)),
                new TorchTensor(Tensors.of(predict, IMAGES, 1)),
                new TorchTensor(classes.value().reshape(IMAGES, 1)),
                new TorchTensor(Tensors.of(new float[] {1, 1, 1}, IMAGES, 1)),
                new TorchTensor(gaussian(IMAGES, table.noiseTensors(), 1, config.channels())),
                new TorchTensor(sampler.repeat(IMAGES, 1, 1)));
        return ((TorchTensor) generation.run(inputs).condition()).value();
    }

    /** In every image the first so many slots. */
    private boolean[][] unknownBefore(int count) {
        boolean[][] masks = new boolean[IMAGES][config.lowTokens()];
        for (boolean[] mask : masks) {
            Arrays.fill(mask, 0, count, true);
        }
        return masks;
    }

    private Tensor gaussian(int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensors.of(values, Arrays.stream(shape).asLongStream().toArray());
    }

    private static Parameters weights() {
        try (Golden golden = Golden.open("weights")) {
            return golden.parameters("");
        }
    }
}
