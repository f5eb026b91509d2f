package io.himar.model.onnx;

import static io.himar.model.onnx.Attributes.number;
import static io.himar.model.onnx.Attributes.numbers;
import static io.himar.model.onnx.Attributes.text;

import io.himar.model.Tensor;
import io.himar.model.onnx.proto.AttributeProto;
import java.util.List;

/** Operations on [B,C,h,w] whose height and width are known only when the graph runs. */
final class ConvolutionLayers {

    private ConvolutionLayers() {}

    /** As instance normalisation of groups, which needs no length of an axis but C. */
    static OnnxTensor groupNorm(OnnxTensor x, int groups, Tensor weight, Tensor bias, double epsilon) {
        GraphRecorder recorder = x.recorder();
        long channels = x.shape()[1];
        long[] shape = {x.shape()[0], groups, Shapes.UNKNOWN};
        OnnxTensor grouped =
                recorder.node("Reshape", List.of(), x.type(), shape, x, OnnxConstant.integers(recorder, 0, groups, -1));
        OnnxTensor normed = recorder.node(
                "InstanceNormalization",
                List.of(number("epsilon", (float) epsilon)),
                x.type(),
                shape,
                grouped,
                OnnxConstant.filled(recorder, 1, groups),
                OnnxConstant.filled(recorder, 0, groups));
        return normed.reshapeLike(x).times(weight.reshape(1, channels, 1, 1)).plus(bias.reshape(1, channels, 1, 1));
    }

    static OnnxTensor conv2d(OnnxTensor x, OnnxTensor weight, OnnxTensor bias, int stride, Tensor.Padding padding) {
        long kernel = weight.shape()[2];
        List<AttributeProto> attributes = List.of(
                numbers("kernel_shape", kernel, kernel),
                numbers("strides", stride, stride),
                numbers("pads", padding.top(), padding.left(), padding.bottom(), padding.right()));
        OnnxTensor kernels = Rounding.stored(weight);
        return x.recorder().node("Conv", attributes, x.type(), ofChannels(x, weight.shape()[0]), x, kernels, bias);
    }

    static OnnxTensor upsampleNearest2x(OnnxTensor x) {
        OnnxConstant scales = OnnxConstant.floats(x.recorder(), "scales:1,1,2,2", new float[] {1, 1, 2, 2}, 4);
        List<AttributeProto> attributes = List.of(
                text("mode", "nearest"),
                text("nearest_mode", "floor"),
                text("coordinate_transformation_mode", "asymmetric"));
        return x.recorder().node("Resize", attributes, x.type(), ofChannels(x, x.shape()[1]), x, null, scales);
    }

    private static long[] ofChannels(OnnxTensor x, long channels) {
        return new long[] {x.shape()[0], channels, Shapes.UNKNOWN, Shapes.UNKNOWN};
    }
}
