package io.himar.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.NetworkInput;
import io.himar.model.onnx.proto.GraphProto;
import io.himar.model.onnx.proto.ModelProto;
import io.himar.model.onnx.proto.NodeProto;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearLayersTest {

    private static final int ROWS = 5;
    private static final int IN = 96;
    private static final int OUT = 64;

    private final Random random = new Random(3);
    private final float[] x = gaussian(ROWS * IN);
    private final float[] weight = gaussian(OUT * IN);
    private final float[] bias = gaussian(OUT);

    /**
     * The rounding of a number of b bits, uniform in a range of about eight deviations, leaves about 2.3 / 2^b of it.
     */
    @ParameterizedTest
    @CsvSource({
        "FP16, blocks.0.attn.qkv, 1e-5, 1e-3",
        "BF16, blocks.0.attn.qkv, 1e-4, 5e-3",
        "INT8, blocks.0.attn.qkv, 2e-3, 3e-2",
        "INT8, blocks.0.adaLN_modulation.1, 5e-4, 1e-2",
    })
    void a_product_of_fewer_bits_is_close_to_the_exact_one_but_rounded(
            Precision precision, String layer, double least, double most) throws Exception {
        double bound = precision == Precision.INT8 && ByteProducts.saturate() ? 0.15 : most;
        assertThat(deviation(run(precision, layer))).isBetween(least, bound);
    }

    @Test
    void a_second_byte_leaves_only_the_rounding_of_the_weights() throws Exception {
        float[] grid = weight.clone();
        for (int i = 0; i < weight.length; i++) {
            // Multiples of a power of two, of which the largest of each row is 127: bytes hold them exactly.
            weight[i] = i % IN == 0 ? 127 / 64f : Math.round(Math.max(-1, Math.min(1, grid[i])) * 64) / 64f;
        }
        assertThat(deviation(run(Precision.INT8, "blocks.0.adaLN_modulation.1")))
                .isLessThan(ByteProducts.saturate() ? 1e-3 : 1e-4);
        assertThat(deviation(run(Precision.INT8, "blocks.0.attn.qkv"))).isGreaterThan(1e-3);
    }

    @ParameterizedTest
    @CsvSource({
        "FP16, t_embedder.mlp.0",
        "BF16, time_embed.mlp.2",
        "INT8, t_embedder.mlp.2",
        "INT8, final_layer.linear",
        "INT8, cond_z_proj",
    })
    void sensitive_layers_stay_exact(Precision precision, String layer) throws Exception {
        GraphProto graph = graph(precision, layer);
        assertThat(graph.getNodeList()).extracting(NodeProto::getOpType).containsExactly("MatMul", "Add", "Identity");
        assertThat(deviation(run(precision, layer))).isLessThan(1e-6);
    }

    @Test
    void an_input_of_zeros_gives_the_bias() throws Exception {
        Arrays.fill(x, 0);
        for (String layer : List.of("blocks.0.attn.qkv", "blocks.0.adaLN_modulation.1")) {
            float[] y = run(Precision.INT8, layer);
            for (int i = 0; i < y.length; i++) {
                assertThat(y[i]).isCloseTo(bias[i % OUT], within(1e-6f));
            }
        }
    }

    private GraphProto graph(Precision precision, String layer) throws Exception {
        return ModelProto.parseFrom(model(precision, layer).toBytes()).getGraph();
    }

    private OnnxModel model(Precision precision, String layer) {
        GraphRecorder recorder = new GraphRecorder(precision);
        OnnxValue input = recorder.input("x", ElementType.FLOAT, "batch", IN);
        OnnxConstant w = OnnxConstant.floats(recorder, "net." + layer + ".weight", weight, OUT, IN);
        OnnxConstant b = OnnxConstant.floats(recorder, "net." + layer + ".bias", bias, OUT);
        recorder.output("y", LinearLayers.apply(input, w, b), "batch", OUT);
        return recorder.model("m");
    }

    private float[] run(Precision precision, String layer) {
        try (OnnxSession session = new OnnxSession(model(precision, layer))) {
            return session.run(Map.of("x", NetworkInput.floats(x, ROWS, IN))).get("y");
        }
    }

    /** Root mean square of the differences from the exact product over that of the product. */
    private double deviation(float[] y) {
        double difference = 0;
        double power = 0;
        for (int i = 0; i < y.length; i++) {
            double exact = bias[i % OUT];
            for (int k = 0; k < IN; k++) {
                exact += (double) x[i / OUT * IN + k] * weight[i % OUT * IN + k];
            }
            difference += Math.pow(y[i] - exact, 2);
            power += Math.pow(exact, 2);
        }
        return Math.sqrt(difference / power);
    }

    private float[] gaussian(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
