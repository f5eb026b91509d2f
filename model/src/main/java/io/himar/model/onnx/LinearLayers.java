package io.himar.model.onnx;

import java.util.regex.Pattern;

/** Linear layers in a graph's precision. */
final class LinearLayers {

    /**
     * The time's angles and the sampler's small differences need single precision, and all of these layers together
     * cost next to nothing: they run once a graph, or are narrow.
     */
    private static final Pattern EXACT = of("time_embed\\.mlp\\.\\d", "t_embedder\\.mlp\\.\\d", "final_layer\\.linear");

    /**
     * In 8 bits these would do the most harm for the time saved: once a graph, and everything after depends on them.
     */
    private static final Pattern EXACT_BESIDE_BYTES =
            of("decoder_embed", "cond_z_proj", "cond_embed", "c_embedder\\.proj");

    /** Their outputs scale whole tensors in every block and every denoising step. */
    private static final Pattern MODULATION = of("adaLN_modulation\\.1");

    /** A layer from latents, or to them, is small: rounding it would save nothing. */
    private static final long SMALL = 64;

    private LinearLayers() {}

    private static Pattern of(String... layers) {
        return Pattern.compile("(.*\\.)?(" + String.join("|", layers) + ")\\.weight(:.*)?");
    }

    /** {@code x W^T + b} for W [out, in]; b may be null. */
    static OnnxTensor apply(OnnxTensor x, OnnxTensor weight, OnnxTensor bias) {
        if (!(weight instanceof OnnxConstant constant)) {
            return plus(x.matmul(weight.permute(1, 0)), bias);
        }
        Precision precision = exact(constant) ? Precision.FP32 : x.recorder().precision();
        return switch (precision) {
            case FP32 -> plus(x.matmul(constant.transposed()), bias);
            case FP16 -> plus(half(x, constant), bias);
            case BF16 -> plus(x.matmul(Rounding.stored(constant.transposed())), bias);
            case INT8 -> bytes(x, constant, bias);
        };
    }

    private static boolean exact(OnnxConstant weight) {
        long[] shape = weight.shape();
        return Math.min(shape[0], shape[1]) < SMALL
                || EXACT.matcher(weight.name()).matches();
    }

    private static OnnxTensor bytes(OnnxTensor x, OnnxConstant weight, OnnxTensor bias) {
        if (EXACT_BESIDE_BYTES.matcher(weight.name()).matches()) {
            return plus(x.matmul(weight.transposed()), bias);
        }
        return MODULATION.matcher(weight.name()).matches()
                ? QuantizedProduct.ofTwoBytes(x, weight, bias)
                : QuantizedProduct.of(x, weight, bias);
    }

    private static OnnxTensor half(OnnxTensor x, OnnxConstant weight) {
        OnnxConstant halves = Rounding.narrowed(weight.transposed(), ElementType.FLOAT16);
        return x.to(ElementType.FLOAT16).matmul(halves).toFloat();
    }

    private static OnnxTensor plus(OnnxTensor product, OnnxTensor bias) {
        return bias == null ? product : product.plus(bias);
    }
}
