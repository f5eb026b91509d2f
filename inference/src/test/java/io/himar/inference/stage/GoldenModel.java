package io.himar.inference.stage;

import io.himar.model.ModelConfig;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The golden network of the released implementation, exported; {@code -Dgolden.dir} names another set of files. */
final class GoldenModel {
    static final Path DIRECTORY = Path.of(System.getProperty("golden.dir"));

    private static final String AUTOENCODER_PREFIX = "weights.";

    private GoldenModel() {}

    /**
     * Exports the model {@code golden} into {@code folder/repository}.
     *
     * @param pivotSteps default steps of stage 1, from which follows how many positions a graph call predicts
     */
    static ModelConfig export(Path folder, int pivotSteps) throws IOException {
        Path model = Files.createDirectories(folder.resolve("golden"));
        Path config = model.resolve(ModelExporter.CONFIG_FILE);
        Files.writeString(config, configuration(pivotSteps));
        Files.copy(DIRECTORY.resolve("weights.safetensors"), model.resolve(ModelExporter.NETWORK_FILE));
        Map<String, TensorData> autoencoder = new HashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(DIRECTORY.resolve("vae.safetensors"))) {
            for (String name : file.names()) {
                if (name.startsWith(AUTOENCODER_PREFIX)) {
                    autoencoder.put(name.substring(AUTOENCODER_PREFIX.length()), TensorData.of(file.tensor(name)));
                }
            }
            SafetensorsWriter.write(model.resolve(ModelExporter.AUTOENCODER_FILE), autoencoder, Map.of());
        }
        ModelExporter.export(model, folder.resolve("repository"));
        return ModelConfig.read(config);
    }

    private static String configuration(int pivotSteps) {
        JsonMapper json = JsonMapper.builder().build();
        ObjectNode config =
                (ObjectNode) json.readTree(DIRECTORY.resolve("config.json").toFile());
        config.put("name", "golden");
        ObjectNode sampling = config.putObject("sampling");
        settings(sampling.putObject("pivot"), pivotSteps);
        settings(sampling.putObject("refine"), 1);
        return config.toPrettyString();
    }

    private static void settings(ObjectNode stage, int steps) {
        stage.put("steps", steps)
                .put("guidance", 1)
                .put("guidance_schedule", "linear")
                .put("sampler", "ddpm")
                .put("denoising_steps", 4)
                .put("temperature", 1);
    }
}
