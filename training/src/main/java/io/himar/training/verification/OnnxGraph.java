package io.himar.training.verification;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
    static Map<String, float[]> run(Path file, Map<String, Values> inputs, int threads) {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString(), options)) {
                for (Map.Entry<String, Values> input : inputs.entrySet()) {
                    tensors.put(input.getKey(), tensor(input.getValue()));
                }
                try (OrtSession.Result result = session.run(tensors)) {
                    return outputs(result);
                }
            }
        } catch (OrtException e) {
            String reason = e.getMessage().lines().findFirst().orElse("");
            throw new VerificationException(file + ": ONNX Runtime cannot run it: " + reason, e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static Map<String, float[]> outputs(OrtSession.Result result) {
        Map<String, float[]> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> output : result) {
            outputs.put(output.getKey(), floats((OnnxTensor) output.getValue()));
        }
        return outputs;
    }

    private static OnnxTensor tensor(Values input) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        if (input.array() instanceof float[] floats) {
            return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), input.shape());
        }
        if (input.array() instanceof long[] longs) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), input.shape());
        }
        boolean[] flags = (boolean[]) input.array();
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
}
