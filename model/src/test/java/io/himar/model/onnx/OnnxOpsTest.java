package io.himar.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.NetworkInput;
import io.himar.model.Tensor;
import io.himar.model.onnx.proto.AttributeProto;
import io.himar.model.onnx.proto.GraphProto;
import io.himar.model.onnx.proto.ModelProto;
import io.himar.model.onnx.proto.NodeProto;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxOpsTest {

    private final GraphRecorder recorder = new GraphRecorder();
    private final OnnxOps ops = new OnnxOps(recorder);
    private final OnnxValue x = recorder.input("x", ElementType.FLOAT, "batch", "steps", 2);

    @Test
    void a_loop_runs_as_often_as_its_sequence_is_long() {
        Tensor first = x.slice(1, 0, 1).reshape(-1, 2).times(0);
        List<Tensor> last = ops.loop(
                x,
                List.of(first, first),
                (step, states) -> List.of(states.get(0).plus(x.select(1, step)), states.get(0)));
        recorder.output("sum", (OnnxTensor) last.get(0), "batch", 2);
        recorder.output("before", (OnnxTensor) last.get(1), "batch", 2);
        Map<String, float[]> out = run(new float[] {1, 2, 10, 20, 100, 200}, 1, 3, 2);
        assertThat(out.get("sum")).containsExactly(111, 222);
        assertThat(out.get("before")).containsExactly(11, 22);
    }

    @Test
    void what_a_loop_computes_from_values_outside_is_computed_outside_once() throws Exception {
        Tensor state = x.slice(1, 0, 1).reshape(-1, 2);
        List<Tensor> last = ops.loop(x, List.of(state), (step, states) -> {
            Tensor invariant = x.slice(1, 0, 1).reshape(-1, 2).exp();
            return List.of(states.get(0).plus(invariant));
        });
        recorder.output("y", (OnnxTensor) last.get(0), "batch", 2);
        GraphProto graph = ModelProto.parseFrom(recorder.model("m").toBytes()).getGraph();
        assertThat(graph.getNodeList())
                .extracting(NodeProto::getOpType)
                .contains("Exp")
                .containsOnlyOnce("Slice");
        GraphProto body = graph.getNodeList().stream()
                .filter(node -> node.getOpType().equals("Loop"))
                .flatMap(node -> node.getAttributeList().stream())
                .map(AttributeProto::getG)
                .findFirst()
                .orElseThrow();
        assertThat(body.getNodeList()).extracting(NodeProto::getOpType).containsExactly("Add", "Identity", "Identity");
    }

    @Test
    void a_position_past_the_end_selects_the_last_entry() {
        recorder.output("y", x.select(1, ops.index(7)), "batch", 2);
        assertThat(run(new float[] {1, 2, 3, 4}, 1, 2, 2).get("y")).containsExactly(3, 4);
    }

    @Test
    void a_negative_id_looks_up_from_the_end() {
        Tensor table = ops.constant(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        OnnxValue ids = recorder.input("ids", ElementType.INT64, "batch");
        recorder.output("y", (OnnxTensor) table.lookup(ids), "batch", 2);
        try (OnnxSession session = new OnnxSession(recorder.model("m"))) {
            Map<String, NetworkInput> inputs = Map.of(
                    "ids", NetworkInput.longs(new long[] {-1, 0}, 2), "x", NetworkInput.floats(new float[4], 1, 2, 2));
            assertThat(session.run(inputs).get("y")).containsExactly(5, 6, 1, 2);
        }
    }

    @Test
    void constants_are_sliced_and_transposed_at_export() throws Exception {
        OnnxConstant weight = OnnxConstant.floats(recorder, "w", new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
        Tensor part = weight.slice(1, 1, 2).reshape(2, 2); // rows (3,4) and (7,8)
        recorder.output("y", x.linear(part, null), "batch", "steps", 2);
        assertThat(run(new float[] {1, 10}, 1, 1, 2).get("y")).containsExactly(43, 87);
        GraphProto graph = ModelProto.parseFrom(recorder.model("m").toBytes()).getGraph();
        assertThat(graph.getInitializerList()).hasSize(1);
        assertThat(graph.getNodeList()).extracting(NodeProto::getOpType).containsExactly("MatMul", "Identity");
    }

    @Test
    void shapes_that_cannot_be_broadcast_are_refused_while_recording() {
        Tensor three = ops.constant(new float[3], 3);
        assertThatThrownBy(() -> x.plus(three)).hasMessageContaining("[-1, -1, 2] and [3] (expected: broadcastable)");
    }

    private Map<String, float[]> run(float[] values, long... shape) {
        try (OnnxSession session = new OnnxSession(recorder.model("m"))) {
            return session.run(Map.of("x", NetworkInput.floats(values, shape)));
        }
    }
}
