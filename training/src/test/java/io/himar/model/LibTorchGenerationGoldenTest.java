package io.himar.model;

import io.himar.training.Golden;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/** Generation on LibTorch, step by step. */
class LibTorchGenerationGoldenTest implements GenerationGoldenContract {
    private final Parameters parameters = Golden.open("weights").parameters("");
    private final PivotStep pivotStep = new PivotStep(TorchOps.create(), parameters, CONFIG);
    private final RefineStep refineStep = new RefineStep(TorchOps.create(), parameters, CONFIG);

    @Override
    public Map<String, float[]> pivot(Map<String, NetworkInput> inputs) {
        try (PointerScope scope = new PointerScope()) {
            PivotStep.Outputs out = pivotStep.run(new PivotStep.Inputs(
                    LibTorchGoldenTest.tensor(inputs.get("tokens")),
                    LibTorchGoldenTest.tensor(inputs.get("known")),
                    LibTorchGoldenTest.tensor(inputs.get("predict")),
                    LibTorchGoldenTest.tensor(inputs.get("class_id")),
                    LibTorchGoldenTest.tensor(inputs.get("guidance")),
                    LibTorchGoldenTest.tensor(inputs.get("noise")),
                    LibTorchGoldenTest.tensor(inputs.get("sampler"))));
            return Map.of("sampled", floats(out.sampled()), "condition", floats(out.condition()));
        }
    }

    @Override
    public Map<String, float[]> refine(Map<String, NetworkInput> inputs) {
        try (PointerScope scope = new PointerScope()) {
            Tensor out = refineStep.run(new RefineStep.Inputs(
                    LibTorchGoldenTest.tensor(inputs.get("tokens")),
                    LibTorchGoldenTest.tensor(inputs.get("known")),
                    LibTorchGoldenTest.tensor(inputs.get("condition")),
                    LibTorchGoldenTest.tensor(inputs.get("class_id")),
                    LibTorchGoldenTest.tensor(inputs.get("guidance")),
                    LibTorchGoldenTest.tensor(inputs.get("noise")),
                    LibTorchGoldenTest.tensor(inputs.get("sampler"))));
            return Map.of("sampled", floats(out));
        }
    }

    private static float[] floats(Tensor tensor) {
        return Tensors.floats(((TorchTensor) tensor).value());
    }
}
