package io.himar.model.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.himar.model.NetworkInput;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A graph loaded into ONNX Runtime. */
final class OnnxSession implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    OnnxSession(OnnxModel model) {
        try {
            session = environment.createSession(model.toBytes(), oneThread());
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    OnnxSession(Path file) {
        try {
            session = environment.createSession(file.toString(), oneThread());
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
        Map<String, ai.onnxruntime.OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, NetworkInput> input : inputs.entrySet()) {
                tensors.put(input.getKey(), tensor(input.getValue()));
            }
            try (OrtSession.Result result = session.run(tensors)) {
                Map<String, float[]> outputs = new LinkedHashMap<>();
                for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
                    outputs.put(output.getKey(), floats((ai.onnxruntime.OnnxTensor) output.getValue()));
                }
                return outputs;
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } finally {
            tensors.values().forEach(OnnxTensorLike::close);
        }
    }

    private ai.onnxruntime.OnnxTensor tensor(NetworkInput input) throws OrtException {
        if (input.values() instanceof float[] floats) {
            return ai.onnxruntime.OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), input.shape());
        }
        if (input.values() instanceof long[] longs) {
            return ai.onnxruntime.OnnxTensor.createTensor(environment, LongBuffer.wrap(longs), input.shape());
        }
        boolean[] flags = (boolean[]) input.values();
        ByteBuffer bytes = ByteBuffer.allocateDirect(flags.length);
        for (boolean flag : flags) {
            bytes.put((byte) (flag ? 1 : 0));
        }
        return ai.onnxruntime.OnnxTensor.createTensor(environment, bytes.flip(), input.shape(), OnnxJavaType.BOOL);
    }

    private static float[] floats(ai.onnxruntime.OnnxTensor tensor) {
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
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
