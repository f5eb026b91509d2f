package io.himar.training.verification;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.himar.model.onnx.runtime.GraphInput;
import io.himar.model.onnx.runtime.LoadedGraph;
import io.himar.model.onnx.runtime.OnnxRuntime;
import io.himar.model.sampling.SamplerTable;
import java.nio.file.Path;
import java.util.Map;

/** One exported graph, run by ONNX Runtime. Its errors name the file. */
final class OnnxGraph implements AutoCloseable {
    private final Path file;
    private final OrtSession session;
    private final LoadedGraph graph;

    private OnnxGraph(Path file, OrtSession session) {
        this.file = file;
        this.session = session;
        this.graph = new LoadedGraph(session);
    }

    /** @throws VerificationException if it cannot be loaded */
    static OnnxGraph open(Path file, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            return new OnnxGraph(file, OnnxRuntime.environment().createSession(file.toString(), options));
        } catch (OrtException e) {
            throw failed(file, e);
        }
    }

    /** The columns that its table of the sampler has: those of an earlier version's are fewer than today's. */
    int samplerColumns() {
        try {
            long[] shape = ((TensorInfo) session.getInputInfo().get("sampler").getInfo()).getShape();
            return SamplerTable.columns(shape[shape.length - 1]);
        } catch (OrtException e) {
            throw failed(file, e);
        }
    }

    /**
     * Runs the graph once.
     *
     * @return the outputs by name, row-major; bytes as 0 to 255
     * @throws VerificationException if it cannot be run
     */
    Map<String, float[]> run(Map<String, GraphInput> inputs) {
        try {
            return graph.run(inputs);
        } catch (OrtException e) {
            throw failed(file, e);
        }
    }

    private static VerificationException failed(Path file, OrtException e) {
        return new VerificationException(
                file + ": ONNX Runtime cannot run it: " + e.getMessage().replaceAll("\\s*\\R\\s*", " "), e);
    }

    @Override
    public void close() {
        try {
            graph.close();
        } catch (OrtException e) {
            throw failed(file, e);
        }
    }
}
