package io.himar.model.onnx;

import io.himar.model.Ops;
import io.himar.model.Tensor;
import io.himar.model.onnx.proto.AttributeProto;
import io.himar.model.onnx.proto.GraphProto;
import io.himar.model.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ONNX back end: operations are recorded as nodes of a graph. */
final class OnnxOps implements Ops {

    /** Added to the scores of hidden keys: their exponential is exactly zero, and nothing overflows. */
    private static final float HIDDEN = -1e9f;

    private final GraphRecorder recorder;

    OnnxOps(GraphRecorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public Tensor constant(float[] values, long... shape) {
        return OnnxConstant.floats(recorder, recorder.newName("constant"), values, shape);
    }

    @Override
    public Tensor index(long value) {
        return OnnxConstant.scalar(recorder, ElementType.INT64, (double) value);
    }

    @Override
    public OnnxTensor concat(int axis, Tensor... parts) {
        OnnxTensor[] inputs = Arrays.copyOf(parts, parts.length, OnnxTensor[].class);
        long[][] shapes = Arrays.stream(inputs).map(OnnxTensor::shape).toArray(long[][]::new);
        return recorder.node(
                "Concat",
                List.of(Attributes.number("axis", (long) axis)),
                inputs[0].type(),
                Shapes.concat(axis, shapes),
                inputs);
    }

    @Override
    public OnnxTensor attention(Tensor q, Tensor k, Tensor v, int heads, Tensor visible) {
        OnnxTensor queries = (OnnxTensor) q;
        OnnxTensor mask = visible == null ? null : ((OnnxTensor) visible).to(ElementType.INT32);
        List<AttributeProto> attributes =
                List.of(Attributes.number("num_heads", (long) heads), Attributes.number("mask_filter_value", HIDDEN));
        return recorder.contributed(
                "MultiHeadAttention",
                attributes,
                queries.type(),
                queries.shape(),
                queries,
                (OnnxTensor) k,
                (OnnxTensor) v,
                null,
                mask);
    }

    @Override
    public OnnxTensor causalAttention(Tensor q, Tensor k, Tensor v, int heads) {
        OnnxTensor queries = (OnnxTensor) q;
        return recorder.contributed(
                "MultiHeadAttention",
                List.of(Attributes.number("num_heads", (long) heads), Attributes.number("unidirectional", 1L)),
                queries.type(),
                queries.shape(),
                queries,
                (OnnxTensor) k,
                (OnnxTensor) v);
    }

    @Override
    public OnnxTensor pixelAttention(Tensor q, Tensor k, Tensor v, int channels) {
        OnnxTensor queries = pixels(q, channels).permute(0, 2, 1).times(1 / Math.sqrt(channels)); // [B,hw,C]
        OnnxTensor weights = queries.matmul(pixels(k, channels)).softmax(); // [B,hw,hw]
        return pixels(v, channels).matmul(weights.permute(0, 2, 1)).reshapeLike((OnnxTensor) q);
    }

    /** [B,C,h,w] as [B,C,hw]; 0 keeps the batch axis. */
    private OnnxTensor pixels(Tensor image, int channels) {
        OnnxTensor source = (OnnxTensor) image;
        long[] shape = {source.shape()[0], channels, Shapes.UNKNOWN};
        OnnxConstant target = OnnxConstant.integers(recorder, 0, channels, -1);
        return recorder.node("Reshape", List.of(), source.type(), shape, source, target);
    }

    @Override
    public Tensor dropout(Tensor x) {
        return x;
    }

    @Override
    public Ops withoutDropout() {
        return this;
    }

    @Override
    public List<Tensor> loop(Tensor sequence, List<Tensor> initial, LoopBody body) {
        OnnxTensor count = ((OnnxTensor) sequence).length(1);
        Scope scope = scopeOf(initial).nested();
        OnnxValue index = new OnnxValue(recorder, scope, recorder.newName("index"), ElementType.INT64, new long[0]);
        OnnxValue running = new OnnxValue(recorder, scope, recorder.newName("run"), ElementType.BOOL, new long[0]);
        List<OnnxValue> states = new ArrayList<>();
        for (Tensor state : initial) {
            OnnxTensor first = (OnnxTensor) state;
            states.add(new OnnxValue(recorder, scope, recorder.newName("state"), first.type(), first.shape()));
        }
        List<Tensor> next = body.step(index, List.copyOf(states));
        GraphProto.Builder graph = GraphProto.newBuilder().setName(recorder.newName("body"));
        declareInput(graph, index);
        declareInput(graph, running);
        states.forEach(state -> declareInput(graph, state));
        declareOutput(graph, scope, running);
        next.forEach(state -> declareOutput(graph, scope, (OnnxTensor) state));
        graph.addAllNode(scope.nodes());
        return record(count, initial, graph.build());
    }

    private Scope scopeOf(List<Tensor> tensors) {
        Scope scope = recorder.root();
        for (Tensor tensor : tensors) {
            scope = scope.inner(((OnnxTensor) tensor).scope());
        }
        return scope;
    }

    private static void declareInput(GraphProto.Builder graph, OnnxValue value) {
        graph.addInput(GraphRecorder.valueInfo(value.name(), value.type(), symbolic(value)));
    }

    /** A body's output must be made by one of its own nodes, under a name of its own. */
    private void declareOutput(GraphProto.Builder graph, Scope scope, OnnxTensor value) {
        String name = recorder.newName("next");
        scope.record(NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(recorder.use(value))
                .addOutput(name)
                .setName(name)
                .build());
        graph.addOutput(GraphRecorder.valueInfo(name, value.type(), symbolic(value)));
    }

    private static Object[] symbolic(OnnxTensor value) {
        Object[] dimensions = new Object[value.shape().length];
        for (int i = 0; i < dimensions.length; i++) {
            long length = value.shape()[i];
            dimensions[i] = length == Shapes.UNKNOWN ? value.name() + "_axis" + i : (Object) length;
        }
        return dimensions;
    }

    private List<Tensor> record(OnnxTensor count, List<Tensor> initial, GraphProto body) {
        NodeProto.Builder loop = NodeProto.newBuilder()
                .setOpType("Loop")
                .setName(recorder.newName("loop"))
                .addInput(recorder.use(count))
                .addInput("") // no condition: it runs to the end
                .addAttribute(Attributes.graph("body", body));
        Scope scope = scopeOf(initial).inner(count.scope());
        List<Tensor> last = new ArrayList<>();
        for (Tensor state : initial) {
            OnnxTensor first = (OnnxTensor) state;
            String name = recorder.newName("last");
            loop.addInput(recorder.use(first)).addOutput(name);
            last.add(new OnnxValue(recorder, scope, name, first.type(), first.shape()));
        }
        scope.record(loop.build());
        return List.copyOf(last);
    }
}
