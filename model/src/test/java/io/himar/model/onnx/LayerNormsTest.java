package io.himar.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.NetworkInput;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayerNormsTest {

    private static final int ROWS = 3;
    private static final int WIDTH = 40;
    private static final double EPSILON = 1e-6;

    @ParameterizedTest
    @EnumSource
    void every_precision_normalises_exactly(Precision precision) {
        Random random = new Random(5);
        float[] x = values(random, ROWS * WIDTH, 7);
        float[] weight = values(random, WIDTH, 1);
        float[] bias = values(random, WIDTH, 1);
        GraphRecorder recorder = new GraphRecorder(precision);
        OnnxValue input = recorder.input("x", ElementType.FLOAT, "batch", WIDTH);
        OnnxConstant w = OnnxConstant.floats(recorder, "w", weight, WIDTH);
        OnnxConstant b = OnnxConstant.floats(recorder, "b", bias, WIDTH);
        recorder.output("affine", LayerNorms.of(input, w, b, EPSILON), "batch", WIDTH);
        recorder.output("plain", LayerNorms.of(input, null, null, EPSILON), "batch", WIDTH);
        try (OnnxSession session = new OnnxSession(recorder.model("m"))) {
            Map<String, float[]> out = session.run(Map.of("x", NetworkInput.floats(x, ROWS, WIDTH)));
            for (int i = 0; i < x.length; i++) {
                double exact = normed(x, i);
                int column = i % WIDTH;
                assertThat(out.get("plain")[i]).isCloseTo((float) exact, within(2e-6f));
                assertThat(out.get("affine")[i])
                        .isCloseTo((float) (exact * weight[column] + bias[column]), within(4e-6f));
            }
        }
    }

    private static double normed(float[] x, int index) {
        int start = index / WIDTH * WIDTH;
        double mean = 0;
        for (int i = start; i < start + WIDTH; i++) {
            mean += x[i] / (double) WIDTH;
        }
        double variance = 0;
        for (int i = start; i < start + WIDTH; i++) {
            variance += Math.pow(x[i] - mean, 2) / WIDTH;
        }
        return (x[index] - mean) / Math.sqrt(variance + EPSILON);
    }

    private static float[] values(Random random, int length, double mean) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (mean + random.nextGaussian());
        }
        return values;
    }
}
