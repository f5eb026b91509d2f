package io.himar.model.onnx.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A graph in a session of ONNX Runtime. */
public final class LoadedGraph implements AutoCloseable {

    private final OrtSession session;

    /** A graph that its session's options already fit; closing the graph closes the session. */
    public LoadedGraph(OrtSession session) {
        this.session = Objects.requireNonNull(session, "session");
    }

    /**
     * Runs the graph once.
     *
     * @param inputs by name
     * @return the outputs by name, row-major: numbers in single precision, bytes as 0 to 255, true as 1
     * @throws OrtException for inputs that do not fit the graph, or a failed run
     * @throws IllegalStateException for an output of another type
     */
    public Map<String, float[]> run(Map<String, GraphInput> inputs) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, GraphInput> input : inputs.entrySet()) {
                tensors.put(input.getKey(), tensor(input.getValue()));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                Map<String, float[]> outputs = new LinkedHashMap<>();
                for (Map.Entry<String, OnnxValue> output : result) {
                    outputs.put(output.getKey(), floats(output.getKey(), (OnnxTensor) output.getValue()));
                }
                return outputs;
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(GraphInput input) throws OrtException {
        OrtEnvironment environment = OnnxRuntime.environment();
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

    private static float[] floats(String name, OnnxTensor output) {
        OnnxJavaType type = output.getInfo().type;
        return switch (type) {
            case FLOAT -> {
                FloatBuffer buffer = output.getFloatBuffer();
                float[] values = new float[buffer.remaining()];
                buffer.get(values);
                yield values;
            }
            case UINT8, BOOL -> {
                ByteBuffer bytes = output.getByteBuffer();
                float[] values = new float[bytes.remaining()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Byte.toUnsignedInt(bytes.get());
                }
                yield values;
            }
            default ->
                throw new IllegalStateException("output " + name + ": " + type + " (expected: FLOAT, UINT8 or BOOL)");
        };
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
