package io.himar.model.onnx;

import java.util.List;

/** Linear layers in 8-bit integers: weights in bytes with a scale an output channel, inputs rounded as they come. */
final class QuantizedProduct {

    /** Unsigned bytes that stand for zero, and how far they reach from there. */
    private static final long ZERO = 128;

    private static final double REACH = 127;

    /** Keeps the scale of an input of zeros from being zero. */
    private static final double TINY = 1e-30;

    private QuantizedProduct() {}

    /** Rounds x to one byte an entry, a scale for all of it: one operator of ONNX Runtime, bias included. */
    static OnnxTensor of(OnnxTensor x, OnnxConstant weight, OnnxTensor bias) {
        OnnxConstant bytes = Rounding.bytes(weight);
        long[] shape = Shapes.matmul(x.shape(), bytes.shape());
        return x.recorder()
                .contributed(
                        "DynamicQuantizeMatMul",
                        List.of(),
                        x.type(),
                        shape,
                        x,
                        bytes,
                        Rounding.scales(weight),
                        null,
                        bias);
    }

    /**
     * Rounds x to two bytes an entry, one for the value and one for what that leaves: products with both are added. For
     * twice the time only the weights' rounding is left.
     */
    static OnnxTensor ofTwoBytes(OnnxTensor x, OnnxConstant weight, OnnxTensor bias) {
        OnnxTensor scale = scale(x);
        OnnxTensor finer = scale.times(1 / (2 * REACH)); // a remainder is at most half a unit
        OnnxTensor first = quantize(x, scale);
        OnnxTensor second = quantize(x.minus(dequantize(first, scale)), finer);
        return product(first, scale, weight, null).plus(product(second, finer, weight, bias));
    }

    /** The unit in which the entry furthest from zero is {@value #REACH}, a scalar. */
    private static OnnxTensor scale(OnnxTensor x) {
        GraphRecorder recorder = x.recorder();
        OnnxTensor magnitude = recorder.node("Abs", List.of(), x.type(), x.shape(), x);
        OnnxTensor largest = recorder.node(
                "ReduceMax", List.of(Attributes.number("keepdims", 0L)), x.type(), new long[0], magnitude);
        return largest.times(1 / REACH).plus(TINY);
    }

    private static OnnxTensor zero(GraphRecorder recorder) {
        return OnnxConstant.scalar(recorder, ElementType.UINT8, ZERO);
    }

    private static OnnxTensor quantize(OnnxTensor x, OnnxTensor scale) {
        GraphRecorder recorder = x.recorder();
        return recorder.node("QuantizeLinear", List.of(), ElementType.UINT8, x.shape(), x, scale, zero(recorder));
    }

    private static OnnxTensor dequantize(OnnxTensor bytes, OnnxTensor scale) {
        GraphRecorder recorder = bytes.recorder();
        return recorder.node("DequantizeLinear", List.of(), scale.type(), bytes.shape(), bytes, scale, zero(recorder));
    }

    private static OnnxTensor product(OnnxTensor x, OnnxTensor scale, OnnxConstant weight, OnnxTensor bias) {
        OnnxConstant bytes = Rounding.bytes(weight);
        GraphRecorder recorder = x.recorder();
        return recorder.contributed(
                "MatMulIntegerToFloat",
                List.of(),
                scale.type(),
                Shapes.matmul(x.shape(), bytes.shape()),
                x,
                bytes,
                scale,
                Rounding.scales(weight),
                zero(recorder),
                null,
                bias);
    }
}
