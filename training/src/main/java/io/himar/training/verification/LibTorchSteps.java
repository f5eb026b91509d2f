package io.himar.training.verification;

import io.himar.model.Autoencoder;
import io.himar.model.GuidedSubject;
import io.himar.model.ModelConfig;
import io.himar.model.PivotStep;
import io.himar.model.RefineStep;
import io.himar.model.Tensor;
import io.himar.model.TextEncoder;
import io.himar.model.onnx.runtime.GraphInput;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/** The served steps on LibTorch. Weights are read for each step and let go after it. */
final class LibTorchSteps {
    private final ModelConfig config;

    LibTorchSteps(ModelConfig config) {
        this.config = config;
    }

    Map<String, float[]> pivot(Path weights, Map<String, GraphInput> in) {
        return run(weights, parameters -> {
            PivotStep.Outputs out = new PivotStep(TorchOps.create(), parameters, config)
                    .run(new PivotStep.Inputs(
                            tensor(in, "tokens"),
                            tensor(in, "known"),
                            tensor(in, "predict"),
                            subject(in),
                            tensor(in, "guidance"),
                            tensor(in, "noise"),
                            tensor(in, "sampler")));
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            outputs.put("sampled", out.sampled());
            outputs.put("condition", out.condition());
            return outputs;
        });
    }

    Map<String, float[]> refine(Path weights, Map<String, GraphInput> in) {
        return run(
                weights,
                parameters -> Map.of(
                        "sampled",
                        new RefineStep(TorchOps.create(), parameters, config)
                                .run(new RefineStep.Inputs(
                                        tensor(in, "tokens"),
                                        tensor(in, "known"),
                                        tensor(in, "condition"),
                                        subject(in),
                                        tensor(in, "guidance"),
                                        tensor(in, "noise"),
                                        tensor(in, "sampler")))));
    }

    Map<String, float[]> decode(Path weights, Map<String, GraphInput> in) {
        return run(
                weights,
                parameters -> Map.of(
                        "image",
                        new Autoencoder(TorchOps.create(), parameters, config.vae())
                                .decodeToBytes(tensor(in, "latent"), config.latentScale())));
    }

    Map<String, float[]> text(Path weights, Map<String, GraphInput> in) {
        return run(
                weights,
                parameters -> Map.of(
                        "context",
                        new TextEncoder(TorchOps.create(), parameters, config.text()).forward(tensor(in, "ids"))));
    }

    private static GuidedSubject subject(Map<String, GraphInput> in) {
        return in.containsKey("class_id")
                ? new GuidedSubject.Classes(tensor(in, "class_id"))
                : new GuidedSubject.Captions(tensor(in, "context"), tensor(in, "context_known"));
    }

    private static Map<String, float[]> run(Path weights, Function<LazyParameters, Map<String, Tensor>> step) {
        try (SafetensorsFile file = SafetensorsFile.open(weights);
                PointerScope scope = new PointerScope();
                NoGradGuard withoutGradients = new NoGradGuard()) {
            Map<String, float[]> outputs = new LinkedHashMap<>();
            step.apply(new LazyParameters(file, scope))
                    .forEach((name, tensor) -> outputs.put(name, Tensors.floats(((TorchTensor) tensor).value())));
            return outputs;
        } catch (IOException e) {
            throw new VerificationException(e.getMessage(), e);
        }
    }

    private static Tensor tensor(Map<String, GraphInput> inputs, String name) {
        GraphInput input = inputs.get(name);
        if (input.values() instanceof float[] floats) {
            return new TorchTensor(Tensors.of(floats, input.shape()));
        }
        if (input.values() instanceof long[] longs) {
            return new TorchTensor(Tensors.of(longs, input.shape()));
        }
        return new TorchTensor(Tensors.of((boolean[]) input.values(), input.shape()));
    }
}
