package io.himar.model;

import io.himar.model.onnx.ModelExporter;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A model that was never trained, the same each time: its pictures show nothing, but everything that carries them is as
 * in earnest.
 */
public final class RandomModel {
    private static final float DEVIATION = 0.05f;

    private RandomModel() {}

    /** Writes configuration and random weights into a directory, which it returns. */
    public static Path write(String configuration, Path directory) throws IOException {
        return write(configuration, directory, 1);
    }

    /** The same with the weights of a seed. */
    public static Path write(String configuration, Path directory, long seed) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(ModelExporter.CONFIG_FILE), configuration);
        ModelConfig config = ModelConfig.read(directory.resolve(ModelExporter.CONFIG_FILE));
        write(HiMarParameters.of(config), directory.resolve(ModelExporter.NETWORK_FILE), seed);
        write(AutoencoderParameters.of(config.vae()), directory.resolve(ModelExporter.AUTOENCODER_FILE), seed);
        if (config.conditioning() == Conditioning.TEXT) {
            write(TextEncoderParameters.of(config.text()), directory.resolve(ModelExporter.TEXT_ENCODER_FILE), seed);
        }
        return directory;
    }

    private static void write(List<ParameterSpec> specs, Path file, long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, TensorData> tensors = new HashMap<>();
        for (ParameterSpec spec : specs) {
            float[] values = new float[Math.toIntExact(spec.entries())];
            for (int index = 0; index < values.length; index++) {
                values[index] = DEVIATION * (float) random.nextGaussian();
            }
            long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
            tensors.put(spec.name(), TensorData.floats(values, shape));
        }
        SafetensorsWriter.write(file, tensors, Map.of());
    }
}
