package io.himar.model.onnx;

import static io.himar.model.onnx.Attributes.number;
import static io.himar.model.onnx.Attributes.numbers;
import static io.himar.model.onnx.Attributes.tensor;
import static io.himar.model.onnx.Attributes.text;

import com.google.protobuf.ByteString;
import io.himar.model.Tensor;
import io.himar.model.onnx.proto.AttributeProto;
import io.himar.model.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.List;

/** A tensor of a graph being recorded: every operation adds nodes. */
abstract class OnnxTensor implements Tensor {

    private final GraphRecorder recorder;
    private final ElementType type;
    private final long[] shape;

    OnnxTensor(GraphRecorder recorder, ElementType type, long[] shape) {
        this.recorder = recorder;
        this.type = type;
        this.shape = shape;
    }

    /** Where its value is known: outside all loops, or only within a body. */
    abstract Scope scope();

    abstract String name();

    GraphRecorder recorder() {
        return recorder;
    }

    ElementType type() {
        return type;
    }

    /** Its shape as far as known, see {@link Shapes}; not to be changed. */
    long[] shape() {
        return shape;
    }

    @Override
    public OnnxTensor plus(Tensor other) {
        return elementwise("Add", (OnnxTensor) other);
    }

    @Override
    public OnnxTensor minus(Tensor other) {
        return elementwise("Sub", (OnnxTensor) other);
    }

    @Override
    public OnnxTensor times(Tensor other) {
        return elementwise("Mul", (OnnxTensor) other);
    }

    @Override
    public OnnxTensor plus(double scalar) {
        return elementwise("Add", OnnxConstant.scalar(recorder, type, scalar));
    }

    @Override
    public OnnxTensor times(double scalar) {
        return elementwise("Mul", OnnxConstant.scalar(recorder, type, scalar));
    }

    private OnnxTensor elementwise(String op, OnnxTensor other) {
        return node(op, Shapes.broadcast(shape, other.shape), List.of(), this, other);
    }

    @Override
    public OnnxTensor matmul(Tensor other) {
        OnnxTensor right = (OnnxTensor) other;
        return node("MatMul", Shapes.matmul(shape, right.shape), List.of(), this, right);
    }

    @Override
    public OnnxTensor linear(Tensor weight, Tensor bias) {
        return LinearLayers.apply(this, (OnnxTensor) weight, (OnnxTensor) bias);
    }

    @Override
    public OnnxTensor layerNorm(Tensor weight, Tensor bias, double epsilon) {
        return LayerNorms.of(this, (OnnxTensor) weight, (OnnxTensor) bias, epsilon);
    }

    @Override
    public OnnxTensor groupNorm(int groups, Tensor weight, Tensor bias, double epsilon) {
        return ConvolutionLayers.groupNorm(this, groups, weight, bias, epsilon);
    }

    @Override
    public OnnxTensor conv2d(Tensor weight, Tensor bias, int stride, Padding padding) {
        return ConvolutionLayers.conv2d(this, (OnnxTensor) weight, (OnnxTensor) bias, stride, padding);
    }

    @Override
    public OnnxTensor upsampleNearest2x() {
        return ConvolutionLayers.upsampleNearest2x(this);
    }

    @Override
    public OnnxTensor gelu() {
        return node("Gelu", shape, List.of(), this);
    }

    @Override
    public OnnxTensor geluTanh() {
        return node("Gelu", shape, List.of(text("approximate", "tanh")), this);
    }

    @Override
    public OnnxTensor silu() {
        return times(node("Sigmoid", shape, List.of(), this));
    }

    @Override
    public OnnxTensor exp() {
        return node("Exp", shape, List.of(), this);
    }

    @Override
    public OnnxTensor sin() {
        return node("Sin", shape, List.of(), this);
    }

    @Override
    public OnnxTensor cos() {
        return node("Cos", shape, List.of(), this);
    }

    @Override
    public OnnxTensor clamp(double low, double high) {
        return node(
                "Clip",
                shape,
                List.of(),
                this,
                OnnxConstant.scalar(recorder, type, low),
                OnnxConstant.scalar(recorder, type, high));
    }

    @Override
    public OnnxTensor round() {
        return node("Round", shape, List.of(), this);
    }

    OnnxTensor softmax() {
        return node("Softmax", shape, List.of(number("axis", -1L)), this);
    }

    @Override
    public OnnxTensor reshape(long... newShape) {
        return node(
                "Reshape", Shapes.reshape(shape, newShape), List.of(), this, OnnxConstant.integers(recorder, newShape));
    }

    /** This tensor's values in the shape that another turns out to have. */
    OnnxTensor reshapeLike(OnnxTensor other) {
        return node("Reshape", other.shape, List.of(), this, other.runtimeShape());
    }

    /** The shape as the graph sees it, int64. */
    OnnxTensor runtimeShape() {
        return typedNode("Shape", ElementType.INT64, new long[] {shape.length}, List.of(), this);
    }

    /** The length of one axis as the graph sees it, a scalar int64. */
    OnnxTensor length(int axis) {
        List<AttributeProto> range = List.of(number("start", (long) axis), number("end", axis + 1L));
        OnnxTensor length = typedNode("Shape", ElementType.INT64, new long[] {1}, range, this);
        return length.node("Squeeze", new long[0], List.of(), length, OnnxConstant.integers(recorder, 0));
    }

    @Override
    public OnnxTensor permute(int... order) {
        long[] axes = Arrays.stream(order).asLongStream().toArray();
        return node("Transpose", Shapes.permute(shape, order), List.of(numbers("perm", axes)), this);
    }

    @Override
    public OnnxTensor slice(int axis, long start, long end) {
        return node(
                "Slice",
                Shapes.with(shape, axis, end - start),
                List.of(),
                this,
                OnnxConstant.integers(recorder, start),
                OnnxConstant.integers(recorder, end),
                OnnxConstant.integers(recorder, axis));
    }

    @Override
    public OnnxTensor select(int axis, Tensor index) {
        OnnxTensor last = length(axis).plus(-1);
        OnnxTensor within = last.node("Min", new long[0], List.of(), (OnnxTensor) index, last);
        return node("Gather", Shapes.without(shape, axis), List.of(number("axis", (long) axis)), this, within);
    }

    @Override
    public OnnxTensor gatherRows(Tensor index) {
        OnnxTensor rows = (OnnxTensor) index;
        long[] result = {shape[0], rows.shape[1], shape[2]};
        OnnxConstant last = OnnxConstant.integers(recorder, 2);
        OnnxTensor indices =
                rows.node("Unsqueeze", new long[] {rows.shape[0], rows.shape[1], 1}, List.of(), rows, last);
        return node("GatherND", result, List.of(number("batch_dims", 1L)), this, indices);
    }

    @Override
    public OnnxTensor lookup(Tensor ids) {
        long[] of = ((OnnxTensor) ids).shape;
        long[] result = Arrays.copyOf(of, of.length + 1);
        result[of.length] = shape[1];
        return node("Gather", result, List.of(number("axis", 0L)), this, (OnnxTensor) ids);
    }

    @Override
    public OnnxTensor rows(Tensor ids) {
        OnnxTensor wanted = (OnnxTensor) ids;
        long[] result = Shapes.with(shape, 0, wanted.shape[0]);
        return node("Gather", result, List.of(number("axis", 0L)), this, wanted);
    }

    @Override
    public OnnxTensor differs(double value) {
        OnnxConstant other = OnnxConstant.scalar(recorder, type, value);
        OnnxTensor equal = typedNode("Equal", ElementType.BOOL, shape, List.of(), this, other);
        return equal.node("Not", shape, List.of(), equal);
    }

    @Override
    public OnnxTensor positions() {
        long[] result = {1, Shapes.UNKNOWN};
        return typedNode("NonZero", ElementType.INT64, result, List.of(), this).reshape(-1);
    }

    @Override
    public OnnxTensor remaining() {
        OnnxTensor counted = to(ElementType.INT64);
        OnnxConstant axis = OnnxConstant.scalar(recorder, ElementType.INT64, 0);
        return counted.node("CumSum", shape, List.of(number("reverse", 1L)), counted, axis);
    }

    @Override
    public OnnxTensor trueFirst() {
        OnnxTensor counted = to(ElementType.INT64);
        OnnxTensor counts = counted.node(
                "ReduceSum",
                new long[] {shape[0]},
                List.of(number("keepdims", 0L)),
                counted,
                OnnxConstant.integers(recorder, 1));
        OnnxTensor most = counts.node("ReduceMax", new long[] {1}, List.of(), counts);
        OnnxTensor length = most.node("Max", new long[] {1}, List.of(), most, OnnxConstant.integers(recorder, 1));
        // No two keys are equal, since devices differ in which of two equal entries comes first.
        OnnxTensor keys = toFloat().times((double) shape[1]).plus(descending(shape[1]));
        return recorder.second("TopK", ElementType.INT64, new long[] {shape[0], Shapes.UNKNOWN}, keys, length);
    }

    private OnnxConstant descending(long length) {
        float[] values = new float[Math.toIntExact(length)];
        for (int i = 0; i < values.length; i++) {
            values[i] = -i;
        }
        return OnnxConstant.floats(recorder, "descending:" + length, values, length);
    }

    @Override
    public OnnxTensor places() {
        OnnxTensor counted = to(ElementType.INT64);
        OnnxConstant axis = OnnxConstant.scalar(recorder, ElementType.INT64, 1);
        OnnxTensor places =
                counted.node("CumSum", shape, List.of(), counted, axis).plus(-1);
        return places.node("Max", shape, List.of(), places, OnnxConstant.scalar(recorder, ElementType.INT64, 0));
    }

    @Override
    public OnnxTensor filled(double value) {
        TensorProto element = TensorProto.newBuilder()
                .setDataType(type.onnx())
                .addDims(1)
                .setRawData(ByteString.copyFrom(type.encode(value)))
                .build();
        return node("ConstantOfShape", shape, List.of(tensor("value", element)), runtimeShape());
    }

    @Override
    public OnnxTensor choose(Tensor yes, Tensor no) {
        OnnxTensor whenTrue = (OnnxTensor) yes;
        OnnxTensor whenFalse = (OnnxTensor) no;
        long[] result = Shapes.broadcast(shape, Shapes.broadcast(whenTrue.shape, whenFalse.shape));
        return typedNode("Where", whenTrue.type, result, List.of(), this, whenTrue, whenFalse);
    }

    @Override
    public OnnxTensor toFloat() {
        return to(ElementType.FLOAT);
    }

    @Override
    public OnnxTensor toBytes() {
        return to(ElementType.UINT8);
    }

    OnnxTensor to(ElementType other) {
        return typedNode("Cast", other, shape, List.of(number("to", (long) other.onnx())), this);
    }

    private OnnxTensor node(String op, long[] result, List<AttributeProto> attributes, OnnxTensor... inputs) {
        return recorder.node(op, attributes, type, result, inputs);
    }

    private OnnxTensor typedNode(
            String op, ElementType resultType, long[] result, List<AttributeProto> attributes, OnnxTensor... inputs) {
        return recorder.node(op, attributes, resultType, result, inputs);
    }
}
