package io.himar.training.file;

import io.himar.model.ParameterSpec;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import io.himar.model.safetensors.TensorView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters in safetensors files. */
public final class Weights {

    private Weights() {}

    /**
     * The values of each parameter, row-major.
     *
     * @throws UncheckedIOException where a file or a tensor cannot be read, naming it
     * @throws IllegalArgumentException where a tensor has another shape, naming it
     */
    public static Map<String, float[]> read(Path file, List<ParameterSpec> specs) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            Map<String, float[]> values = new LinkedHashMap<>();
            for (ParameterSpec spec : specs) {
                TensorView tensor = tensors.tensor(spec.name());
                List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
                if (!shape.equals(spec.shape())) {
                    throw new IllegalArgumentException("the weights " + file + ": " + spec.name() + " has shape "
                            + shape + " (expected: " + spec.shape() + ")");
                }
                values.put(spec.name(), tensor.toFloats());
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("the weights " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Single precision, for going on with. */
    public static void write(Path file, List<ParameterSpec> specs, Map<String, float[]> values) {
        write(file, specs, values, false);
    }

    /** Half precision, for shipping: half the size, and the rounding is far below what sampling shows. */
    public static void writeHalf(Path file, List<ParameterSpec> specs, Map<String, float[]> values) {
        write(file, specs, values, true);
    }

    private static void write(Path file, List<ParameterSpec> specs, Map<String, float[]> values, boolean half) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
            float[] own = values.get(spec.name());
            tensors.put(spec.name(), half ? TensorData.halves(own, shape) : TensorData.floats(own, shape));
        }
        try {
            SafetensorsWriter.write(file, tensors, Map.of("format", "pt"));
        } catch (IOException e) {
            throw new UncheckedIOException("the weights " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
