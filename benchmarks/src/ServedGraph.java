import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.himar.model.onnx.ExportVersion;
import io.himar.model.onnx.runtime.GraphInput;
import io.himar.model.onnx.runtime.LoadedGraph;
import io.himar.model.onnx.runtime.OnnxRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A graph of an exported repository in ONNX Runtime, with the session options of the embedded server. */
final class ServedGraph implements AutoCloseable {
    private final LoadedGraph graph;

    ServedGraph(Path repository, String model, int threads) throws IOException, OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        Path file = ExportVersion.graph(repository.resolve(model));
        graph = new LoadedGraph(OnnxRuntime.environment().createSession(file.toString(), options));
    }

    /** Outputs by name; bytes as 0 to 255. */
    Map<String, float[]> run(Map<String, GraphInput> inputs) throws OrtException {
        return graph.run(inputs);
    }

    @Override
    public void close() throws OrtException {
        graph.close();
    }
}
