import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A graph of an exported repository in ONNX Runtime, with the session options of the embedded server. */
final class ServedGraph implements AutoCloseable {
    private final OrtSession session;

    ServedGraph(Path repository, String model, int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        session = OrtEnvironment.getEnvironment()
                .createSession(repository.resolve(model).resolve("1/model.onnx").toString(), options);
    }

    /** Outputs by name; bytes as 0 to 255. */
    Map<String, float[]> run(Map<String, Requests.Input> inputs) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Requests.Input> input : inputs.entrySet()) {
                tensors.put(input.getKey(), tensor(input.getValue()));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                Map<String, float[]> outputs = new LinkedHashMap<>();
                result.forEach(output -> outputs.put(output.getKey(), floats((OnnxTensor) output.getValue())));
                return outputs;
            }
        } finally {
            tensors.values().forEach(OnnxTensorLike::close);
        }
    }

    private static OnnxTensor tensor(Requests.Input input) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        if (input.values() instanceof float[] floats) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), input.shape());
        }
        if (input.values() instanceof long[] longs) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), input.shape());
        }
        boolean[] flags = (boolean[]) input.values();
        ByteBuffer bytes = ByteBuffer.allocateDirect(flags.length);
        for (boolean flag : flags) {
            bytes.put((byte) (flag ? 1 : 0));
        }
        return OnnxTensor.createTensor(environment, bytes.flip(), input.shape(), OnnxJavaType.BOOL);
    }

    private static float[] floats(OnnxTensor tensor) {
        if (tensor.getInfo().type == OnnxJavaType.FLOAT) {
            FloatBuffer buffer = tensor.getFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return values;
        }
        ByteBuffer bytes = tensor.getByteBuffer();
        float[] values = new float[bytes.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(bytes.get());
        }
        return values;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
