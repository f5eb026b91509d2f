package io.himar.model.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.himar.model.NetworkInput;
import io.himar.model.onnx.runtime.GraphInput;
import io.himar.model.onnx.runtime.LoadedGraph;
import io.himar.model.onnx.runtime.OnnxRuntime;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A graph under test, on one thread. */
final class OnnxSession implements AutoCloseable {

    private final LoadedGraph graph;

    OnnxSession(OnnxModel model) {
        try {
            graph = new LoadedGraph(OnnxRuntime.environment().createSession(model.toBytes(), oneThread()));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    OnnxSession(Path file) {
        try {
            graph = new LoadedGraph(OnnxRuntime.environment().createSession(file.toString(), oneThread()));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The golden graphs are tiny: more threads would only wait for one another. */
    private static OrtSession.SessionOptions oneThread() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        return options;
    }

    /** Outputs by name, in single precision; bytes as 0 to 255. */
    Map<String, float[]> run(Map<String, NetworkInput> inputs) {
        Map<String, GraphInput> arrays = new LinkedHashMap<>();
        inputs.forEach((name, input) -> arrays.put(name, new GraphInput(input.values(), input.shape())));
        try {
            return graph.run(arrays);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            graph.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
