package io.himar.model.onnx;

import io.himar.model.BackEnd.Computation;
import io.himar.model.ClipGolden;
import io.himar.model.NetworkInput;
import io.himar.model.Tensor;
import io.himar.model.TextEncoderGoldenContract;
import io.himar.model.TextEncoderParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

class OnnxTextEncoderGoldenTest implements TextEncoderGoldenContract {

    @Override
    public List<float[]> onTextEncoder(List<NetworkInput> inputs, Computation computation) {
        GraphRecorder recorder = new GraphRecorder();
        NetworkInput ids = inputs.get(0);
        Tensor input = recorder.input("ids", ElementType.INT64, "batch", ids.shape()[1]);
        try (GraphWeights weights = GraphWeights.open(
                ClipGolden.folder().resolve("model.safetensors"), TextEncoderParameters.of(ClipGolden.config()))) {
            Tensor output = computation
                    .run(new OnnxOps(recorder), weights.in(recorder), List.of(input))
                    .get(0);
            recorder.output("context", (OnnxTensor) output, "batch", "length", "width");
            try (OnnxSession session = new OnnxSession(recorder.model("text"))) {
                return List.copyOf(session.run(Map.of("ids", ids)).values());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
