package io.himar.training.verification;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.himar.model.onnx.runtime.GraphInput;
import io.himar.model.onnx.runtime.LoadedGraph;
import io.himar.model.onnx.runtime.OnnxRuntime;
import java.nio.file.Path;
import java.util.Map;

/** One exported graph, run by ONNX Runtime. */
final class OnnxGraph {
    private OnnxGraph() {}

    /**
     * Loads the graph, runs it once and lets it go.
     *
     * @return the outputs by name, row-major; bytes as 0 to 255
     * @throws VerificationException naming the file that cannot be loaded or run
     */
    static Map<String, float[]> run(Path file, Map<String, GraphInput> inputs, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            try (LoadedGraph graph =
                    new LoadedGraph(OnnxRuntime.environment().createSession(file.toString(), options))) {
                return graph.run(inputs);
            }
        } catch (OrtException e) {
            String reason = e.getMessage().lines().findFirst().orElse("");
            throw new VerificationException(file + ": ONNX Runtime cannot run it: " + reason, e);
        }
    }
}
