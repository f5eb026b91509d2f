import io.himar.model.AutoencoderParameters;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A model directory of random weights. Every part takes part: modulations and final layers, which training begins with
 * zeros, are drawn like the others, so that an error anywhere reaches the outputs.
 */
final class RandomWeights {
    /** Deviation of what is added to every parameter that begins as a constant. */
    private static final double SMALL = 0.02;

    private RandomWeights() {}

    static void write(ModelConfig shape, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(ModelExporter.CONFIG_FILE), shape.toJson());
        RandomGenerator random = new SplittableRandom(1);
        write(directory.resolve(ModelExporter.NETWORK_FILE), HiMarParameters.of(shape), random);
        write(directory.resolve(ModelExporter.AUTOENCODER_FILE), AutoencoderParameters.of(shape.vae()), random);
    }

    private static void write(Path file, List<ParameterSpec> parameters, RandomGenerator random) throws IOException {
        Map<String, TensorData> tensors = new TreeMap<>();
        for (ParameterSpec parameter : parameters) {
            long[] shape = parameter.shape().stream().mapToLong(Long::longValue).toArray();
            tensors.put(parameter.name(), TensorData.floats(draw(parameter, shape, random), shape));
        }
        SafetensorsWriter.write(file, tensors, Map.of());
    }

    private static float[] draw(ParameterSpec parameter, long[] shape, RandomGenerator random) {
        float[] values = new float[Math.toIntExact(parameter.entries())];
        boolean matrix = shape.length > 1 && parameter.name().endsWith(".weight");
        double deviation = matrix ? Math.sqrt(shape[0] / (double) values.length) : SMALL;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean(parameter, i) + deviation * random.nextGaussian());
        }
        return values;
    }

    private static double mean(ParameterSpec parameter, int index) {
        if (parameter.initial() instanceof ParameterSpec.Initial.Constant constant) {
            return constant.value();
        }
        if (parameter.initial() instanceof ParameterSpec.Initial.OpenGates gates) {
            return index / gates.width() % 2;
        }
        return 0;
    }
}
