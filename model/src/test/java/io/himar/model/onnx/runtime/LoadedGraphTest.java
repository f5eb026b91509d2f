package io.himar.model.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.onnxruntime.OrtException;
import io.himar.model.onnx.proto.AttributeProto;
import io.himar.model.onnx.proto.GraphProto;
import io.himar.model.onnx.proto.ModelProto;
import io.himar.model.onnx.proto.NodeProto;
import io.himar.model.onnx.proto.OperatorSetIdProto;
import io.himar.model.onnx.proto.TypeProto;
import io.himar.model.onnx.proto.ValueInfoProto;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadedGraphTest {
    private static final int FLOAT = 1;
    private static final int UINT8 = 2;
    private static final int INT64 = 7;
    private static final int BOOL = 9;

    @Test
    void carriesNumbersWholeNumbersAndFlagsInAndNumbersAndBytesOut() throws OrtException {
        assertThat(cast(FLOAT, FLOAT, new float[] {-0.5f, 3e20f})).containsExactly(-0.5f, 3e20f);
        assertThat(cast(INT64, FLOAT, new long[] {-7, 1 << 20})).containsExactly(-7, 1 << 20);
        assertThat(cast(BOOL, FLOAT, new boolean[] {true, false})).containsExactly(1, 0);
        assertThat(cast(FLOAT, BOOL, new float[] {0, 2})).containsExactly(0, 1);
        assertThat(cast(FLOAT, UINT8, new float[] {127, 255})).containsExactly(127, 255);
    }

    @Test
    void refusesAnOutputOfAnotherType() {
        assertThatIllegalStateException()
                .isThrownBy(() -> cast(FLOAT, INT64, new float[] {1, 2}))
                .withMessage("output y: INT64 (expected: FLOAT, UINT8 or BOOL)");
    }

    @Test
    void refusesAnInputOfAnotherType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GraphInput(new int[] {1}, 1))
                .withMessage("values: int[] (expected: float[], long[] or boolean[])");
    }

    /** Two values through a graph that only changes their type. */
    private static float[] cast(int from, int to, Object values) throws OrtException {
        NodeProto node = NodeProto.newBuilder()
                .setOpType("Cast")
                .addInput("x")
                .addOutput("y")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(to))
                .build();
        byte[] model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(GraphProto.newBuilder()
                        .setName("cast")
                        .addNode(node)
                        .addInput(value("x", from))
                        .addOutput(value("y", to)))
                .build()
                .toByteArray();
        try (LoadedGraph graph = new LoadedGraph(OnnxRuntime.environment().createSession(model))) {
            return graph.run(Map.of("x", new GraphInput(values, 2))).get("y");
        }
    }

    private static ValueInfoProto value(String name, int type) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type)))
                .build();
    }
}
