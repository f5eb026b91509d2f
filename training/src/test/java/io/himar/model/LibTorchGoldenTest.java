package io.himar.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.Backbone.Known;
import io.himar.training.Golden;
import io.himar.training.diffusion.KnownSlotsAccess;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The network on LibTorch against the released implementation. */
class LibTorchGoldenTest
        implements NetworkGoldenContract, DenoisingGoldenContract, GuidanceContract, KnownSlotsContract {
    private final Golden weights = Golden.open("weights");

    @Override
    public List<float[]> onNetwork(List<NetworkInput> inputs, Computation computation) {
        return run(weights.parameters(""), inputs, computation);
    }

    @Override
    public List<float[]> onAutoencoder(List<NetworkInput> inputs, Computation computation) {
        try (Golden autoencoder = Golden.open("vae")) {
            return run(autoencoder.parameters("weights."), inputs, computation);
        }
    }

    private static List<float[]> run(Parameters parameters, List<NetworkInput> inputs, Computation computation) {
        List<Tensor> tensors = inputs.stream().map(LibTorchGoldenTest::tensor).toList();
        return computation.run(TorchOps.create(), parameters, tensors).stream()
                .map(output -> Tensors.floats(((TorchTensor) output).value()))
                .toList();
    }

    static Tensor tensor(NetworkInput input) {
        Object values = Objects.requireNonNull(input.values());
        if (values instanceof float[] floats) {
            return new TorchTensor(Tensors.of(floats, input.shape()));
        }
        if (values instanceof long[] longs) {
            return new TorchTensor(Tensors.of(longs, input.shape()));
        }
        return new TorchTensor(Tensors.of((boolean[]) values, input.shape()));
    }

    @Test
    void dropping_unknown_slots_gives_what_hiding_them_gives() {
        try (Golden golden = Golden.open("backbone")) {
            int low = CONFIG.lowTokens();
            int dense = CONFIG.denseTokens();
            Backbone backbone = new Backbone(TorchOps.create(), weights.parameters(""), CONFIG);
            Tensor z1 = backbone.pivot(
                    golden.wrapped("cond_tokens"),
                    dropped(golden.mask("stage1_mask"), 0, low),
                    golden.wrapped("class_ids"));
            assertThat(Golden.difference(z1, golden.tensor("stage1_z").narrow(1, 0, low)))
                    .isLessThan(2e-5);
            Tensor z2 = backbone.refine(
                    backbone.projectCondition(golden.wrapped("small_z")),
                    golden.wrapped("tokens"),
                    dropped(golden.mask("stage2_mask"), low, dense),
                    golden.wrapped("class_ids"));
            assertThat(Golden.difference(z2, golden.tensor("stage2_z").narrow(1, low, dense)))
                    .isLessThan(2e-5);
        }
    }

    private static Known dropped(boolean[][] mask, int first, int count) {
        return KnownSlotsAccess.gathered(Arrays.stream(mask)
                .map(row -> Arrays.copyOfRange(row, first, first + count))
                .toArray(boolean[][]::new));
    }
}
