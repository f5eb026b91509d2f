package io.himar.training.torch;

import io.himar.model.ParameterSpec;
import io.himar.model.ParameterSpec.Initial;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** First values of parameters, as their specifications say. */
public final class Initializer {

    private Initializer() {}

    /** @return each parameter's values, row-major, the same for the same generator state */
    public static Map<String, float[]> draw(List<ParameterSpec> specs, RandomGenerator random) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            values.put(spec.name(), draw(spec, random));
        }
        return values;
    }

    private static float[] draw(ParameterSpec spec, RandomGenerator random) {
        float[] values = new float[Math.toIntExact(spec.entries())];
        Initial initial = spec.initial();
        if (initial instanceof Initial.Xavier xavier) {
            uniform(values, Math.sqrt(6.0 / (double) (xavier.in() + xavier.out())), random);
        } else if (initial instanceof Initial.Uniform uniform) {
            uniform(values, 1 / Math.sqrt((double) uniform.in()), random);
        } else if (initial instanceof Initial.Normal normal) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (normal.deviation() * random.nextGaussian());
            }
        } else if (initial instanceof Initial.Constant constant) {
            Arrays.fill(values, constant.value());
        } else if (initial instanceof Initial.OpenGates gates) {
            openGates(values, Math.toIntExact(gates.width()));
        } else if (initial instanceof Initial.PositionTable table) {
            positionTable(values, table.side(), table.width());
        }
        return values;
    }

    private static void uniform(float[] values, double bound, RandomGenerator random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
    }

    private static void openGates(float[] values, int width) {
        for (int i = 0; i < values.length; i++) {
            boolean gate = (i / width) % 2 == 1;
            values[i] = gate ? 1 : 0;
        }
    }

    /** [sin, cos] of the column, then of the row, each over a quarter of the width. */
    private static void positionTable(float[] values, int side, int width) {
        int quarter = width / 4;
        for (int position = 0; position < side * side; position++) {
            int y = position / side;
            for (int k = 0; k < quarter; k++) {
                double omega = Math.pow(10_000, -(double) k / quarter);
                double column = position % side * omega;
                double row = y * omega;
                int at = position * width + k;
                values[at] = (float) Math.sin(column);
                values[at + quarter] = (float) Math.cos(column);
                values[at + 2 * quarter] = (float) Math.sin(row);
                values[at + 3 * quarter] = (float) Math.cos(row);
            }
        }
    }
}
