package io.himar.model.onnx;

import io.himar.model.safetensors.HalfPrecision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Locale;

/** Weights of fewer bits, rounded to nearest when the graph is written. */
final class Rounding {

    private static final int LARGEST_BYTE = 127;

    private Rounding() {}

    /**
     * Weights that the graph keeps in its precision, where that is of 16 bits, and computes with in single precision.
     */
    static OnnxTensor stored(OnnxTensor weight) {
        if (!(weight instanceof OnnxConstant floats)) {
            return weight;
        }
        return switch (floats.recorder().precision()) {
            case FP16 -> narrowed(floats, ElementType.FLOAT16).toFloat();
            case BF16 -> narrowed(floats, ElementType.BFLOAT16).toFloat();
            case FP32, INT8 -> floats;
        };
    }

    /** As half precision or bfloat16. */
    static OnnxConstant narrowed(OnnxConstant floats, ElementType type) {
        String name = floats.name() + ":" + type.name().toLowerCase(Locale.ROOT);
        return new OnnxConstant(floats.recorder(), name, type, floats.shape(), () -> {
            FloatBuffer values = floats.data().asFloatBuffer();
            ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(values.remaining(), Short.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            while (values.hasRemaining()) {
                data.putShort(
                        type == ElementType.FLOAT16 ? HalfPrecision.fromFloat(values.get()) : bfloat16(values.get()));
            }
            return data.flip();
        });
    }

    /** The upper half of a float, rounded to nearest, ties to even. */
    private static short bfloat16(float value) {
        int bits = Float.floatToIntBits(value);
        return (short) ((bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16);
    }

    /** Weights [out, in] as signed bytes [in, out], each output channel in units of its {@link #scales scale}. */
    static OnnxConstant bytes(OnnxConstant weight) {
        int out = Math.toIntExact(weight.shape()[0]);
        int in = Math.toIntExact(weight.shape()[1]);
        return new OnnxConstant(
                weight.recorder(), weight.name() + ":bytes", ElementType.INT8, new long[] {in, out}, () -> {
                    float[] values = floats(weight);
                    float[] scales = scales(values, out, in);
                    ByteBuffer data = ByteBuffer.allocate(values.length);
                    for (int row = 0; row < out; row++) {
                        for (int column = 0; column < in; column++) {
                            data.put(column * out + row, (byte) Math.round(values[row * in + column] / scales[row]));
                        }
                    }
                    return data;
                });
    }

    /** One scale an output channel, [out]: the channel's largest weight is {@value #LARGEST_BYTE} of it. */
    static OnnxConstant scales(OnnxConstant weight) {
        int out = Math.toIntExact(weight.shape()[0]);
        int in = Math.toIntExact(weight.shape()[1]);
        return new OnnxConstant(
                weight.recorder(),
                weight.name() + ":scales",
                ElementType.FLOAT,
                new long[] {out},
                () -> OnnxConstant.encode(scales(floats(weight), out, in)));
    }

    private static float[] floats(OnnxConstant weight) {
        FloatBuffer buffer = weight.data().asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static float[] scales(float[] values, int out, int in) {
        float[] scales = new float[out];
        for (int row = 0; row < out; row++) {
            float largest = 0;
            for (int column = 0; column < in; column++) {
                largest = Math.max(largest, Math.abs(values[row * in + column]));
            }
            scales[row] = largest == 0 ? 1 : largest / LARGEST_BYTE; // a channel of zeros stays zero
        }
        return scales;
    }
}
