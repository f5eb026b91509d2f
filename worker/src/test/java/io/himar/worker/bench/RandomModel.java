package io.himar.worker.bench;

import io.himar.model.AutoencoderParameters;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** A tiny model of seeded random weights: real graphs, quickly run, that make pictures of nothing. */
public final class RandomModel {
    private static final double DEVIATION = 0.1;

    private RandomModel() {}

    /** Exports the model {@code tiny} to a repository in {@code directory} and returns the repository. */
    static Path export(Path directory) throws IOException {
        Path model = Files.createDirectories(directory.resolve("tiny"));
        Path config = model.resolve(ModelExporter.CONFIG_FILE);
        configuration(config);
        ModelConfig shape = ModelConfig.read(config);
        write(model.resolve(ModelExporter.NETWORK_FILE), HiMarParameters.of(shape));
        write(model.resolve(ModelExporter.AUTOENCODER_FILE), AutoencoderParameters.of(shape.vae()));
        Path repository = directory.resolve("models");
        ModelExporter.export(model, repository);
        return repository;
    }

    /** Writes the model's configuration alone. */
    public static void configuration(Path file) throws IOException {
        try (InputStream json = Objects.requireNonNull(RandomModel.class.getResourceAsStream("tiny.json"))) {
            Files.write(file, json.readAllBytes());
        }
    }

    private static void write(Path file, List<ParameterSpec> parameters) throws IOException {
        Random random = new Random(1);
        Map<String, TensorData> tensors = new TreeMap<>();
        for (ParameterSpec parameter : parameters) {
            float[] values = new float[Math.toIntExact(parameter.entries())];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * DEVIATION);
            }
            long[] shape = parameter.shape().stream().mapToLong(Long::longValue).toArray();
            tensors.put(parameter.name(), TensorData.floats(values, shape));
        }
        SafetensorsWriter.write(file, tensors, Map.of());
    }
}
