package io.himar.model.onnx;

import io.himar.model.AutoencoderParameters;
import io.himar.model.DenoisingGoldenContract;
import io.himar.model.GoldenFiles;
import io.himar.model.GuidanceContract;
import io.himar.model.HiMarParameters;
import io.himar.model.KnownSlotsContract;
import io.himar.model.NetworkGoldenContract;
import io.himar.model.NetworkInput;
import io.himar.model.ParameterSpec;
import io.himar.model.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class OnnxNetworkGoldenTest
        implements NetworkGoldenContract, DenoisingGoldenContract, GuidanceContract, KnownSlotsContract {

    @Override
    public List<float[]> onNetwork(List<NetworkInput> inputs, Computation computation) {
        return run("weights", "", HiMarParameters.of(CONFIG), inputs, computation);
    }

    @Override
    public List<float[]> onAutoencoder(List<NetworkInput> inputs, Computation computation) {
        return run("vae", "weights.", AutoencoderParameters.of(CONFIG.vae()), inputs, computation);
    }

    private static List<float[]> run(
            String file, String prefix, List<ParameterSpec> specs, List<NetworkInput> inputs, Computation computation) {
        GraphRecorder recorder = new GraphRecorder();
        Map<String, NetworkInput> byName = new LinkedHashMap<>();
        List<Tensor> tensors = new ArrayList<>();
        for (NetworkInput input : inputs) {
            String name = "input" + tensors.size();
            byName.put(name, input);
            tensors.add(recorder.input(name, type(input), symbolicBatch(name, input)));
        }
        try (GraphWeights weights = GraphWeights.open(GoldenFiles.path(file + ".safetensors"), specs)) {
            List<Tensor> outputs =
                    computation.run(new OnnxOps(recorder), weights.in(recorder, prefix), List.copyOf(tensors));
            for (int i = 0; i < outputs.size(); i++) {
                recorder.output("output" + i, (OnnxTensor) outputs.get(i), anyDimensions((OnnxTensor) outputs.get(i)));
            }
            try (OnnxSession session = new OnnxSession(recorder.model("golden"))) {
                return List.copyOf(session.run(byName).values());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ElementType type(NetworkInput input) {
        if (input.values() instanceof float[]) {
            return ElementType.FLOAT;
        }
        return input.values() instanceof long[] ? ElementType.INT64 : ElementType.BOOL;
    }

    private static Object[] symbolicBatch(String name, NetworkInput input) {
        Object[] dimensions = new Object[input.shape().length];
        for (int i = 1; i < dimensions.length; i++) {
            dimensions[i] = input.shape()[i];
        }
        dimensions[0] = name + "_batch";
        return dimensions;
    }

    private static Object[] anyDimensions(OnnxTensor output) {
        Object[] dimensions = new Object[output.shape().length];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = output.name() + "_" + i;
        }
        return dimensions;
    }
}
