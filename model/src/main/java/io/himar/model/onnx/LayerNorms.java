package io.himar.model.onnx;

import static io.himar.model.onnx.Attributes.number;

import java.util.List;

/** Layer normalisation over the last axis, always in single precision. */
final class LayerNorms {

    private LayerNorms() {}

    static OnnxTensor of(OnnxTensor x, OnnxTensor weight, OnnxTensor bias, double epsilon) {
        // GPUs have one fast kernel for it; ONNX Runtime's for CPUs takes more than twice as long as its vectorised
        // parts.
        return x.recorder().precision() == Precision.INT8
                ? inParts(x, weight, bias, epsilon)
                : fused(x, weight, bias, epsilon);
    }

    private static OnnxTensor fused(OnnxTensor x, OnnxTensor weight, OnnxTensor bias, double epsilon) {
        long[] shape = x.shape();
        OnnxTensor scale = weight == null ? OnnxConstant.filled(x.recorder(), 1, shape[shape.length - 1]) : weight;
        return x.recorder()
                .node(
                        "LayerNormalization",
                        List.of(number("axis", -1L), number("epsilon", (float) epsilon)),
                        x.type(),
                        shape,
                        bias == null ? new OnnxTensor[] {x, scale} : new OnnxTensor[] {x, scale, bias});
    }

    private static OnnxTensor inParts(OnnxTensor x, OnnxTensor weight, OnnxTensor bias, double epsilon) {
        GraphRecorder recorder = x.recorder();
        long width = x.shape()[x.shape().length - 1];
        OnnxTensor centred = x.minus(reduced("ReduceMean", x));
        OnnxTensor variance =
                reduced("ReduceSumSquare", centred).times(1.0 / width).plus(epsilon);
        OnnxTensor deviation = recorder.node("Sqrt", List.of(), x.type(), variance.shape(), variance);
        OnnxTensor normed = recorder.node("Div", List.of(), x.type(), x.shape(), centred, deviation);
        OnnxTensor scaled = weight == null ? normed : normed.times(weight);
        return bias == null ? scaled : scaled.plus(bias);
    }

    private static OnnxTensor reduced(String op, OnnxTensor x) {
        long[] shape = Shapes.with(x.shape(), x.shape().length - 1, 1);
        return x.recorder().node(op, List.of(), x.type(), shape, x, OnnxConstant.integers(x.recorder(), -1));
    }
}
