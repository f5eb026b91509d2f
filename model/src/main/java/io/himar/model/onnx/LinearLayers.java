package io.himar.model.onnx;

import java.util.List;
import java.util.regex.Pattern;

/** The products of linear layers in a graph's precision. */
final class LinearLayers {

    /** Their angles and the sampler's small differences need single precision, and they cost next to nothing. */
    private static final Pattern SENSITIVE = Pattern.compile(
            "(.*\\.)?(time_embed\\.mlp\\.\\d|t_embedder\\.mlp\\.\\d|final_layer\\.linear)\\.weight(:.*)?");

    /** A layer from latents, or to them, is small: rounding it would save nothing. */
    private static final long SMALL = 64;

    private LinearLayers() {}

    /** {@code x W^T + b} for W [out, in]; b may be null. */
    static OnnxTensor apply(OnnxTensor x, OnnxTensor weight, OnnxTensor bias) {
        if (!(weight instanceof OnnxConstant constant)) {
            return plus(x.matmul(weight.permute(1, 0)), bias);
        }
        Precision precision = small(constant) ? Precision.FP32 : x.recorder().precision();
        return switch (precision) {
            case FP32 -> plus(x.matmul(constant.transposed()), bias);
            case FP16 -> plus(half(x, constant), bias);
            case BF16 -> plus(x.matmul(Rounding.stored(constant.transposed())), bias);
            case INT8 -> quantized(x, constant, bias);
        };
    }

    private static boolean small(OnnxConstant weight) {
        long[] shape = weight.shape();
        return Math.min(shape[0], shape[1]) < SMALL
                || SENSITIVE.matcher(weight.name()).matches();
    }

    private static OnnxTensor plus(OnnxTensor product, OnnxTensor bias) {
        return bias == null ? product : product.plus(bias);
    }

    private static OnnxTensor half(OnnxTensor x, OnnxConstant weight) {
        OnnxConstant halves = Rounding.narrowed(weight.transposed(), ElementType.FLOAT16);
        return x.to(ElementType.FLOAT16).matmul(halves).toFloat();
    }

    /** One operator of ONNX Runtime rounds x to unsigned bytes, multiplies in integers, scales back and adds the bias. */
    private static OnnxTensor quantized(OnnxTensor x, OnnxConstant weight, OnnxTensor bias) {
        OnnxConstant bytes = Rounding.bytes(weight);
        OnnxConstant scales = Rounding.scales(weight);
        long[] shape = Shapes.matmul(x.shape(), bytes.shape());
        return x.recorder()
                .contributed("DynamicQuantizeMatMul", List.of(), x.type(), shape, x, bytes, scales, null, bias);
    }
}
