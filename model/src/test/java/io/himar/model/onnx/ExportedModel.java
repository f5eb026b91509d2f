package io.himar.model.onnx;

import io.himar.model.GoldenFiles;
import io.himar.model.ModelConfig;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The golden network as a model directory, as a user would have it. */
final class ExportedModel {

    private static final String VAE_PREFIX = "weights.";

    private ExportedModel() {}

    /** The golden configuration, sampled by default in as many steps as the recorded generation. */
    private static String config() {
        JsonMapper json = JsonMapper.builder().build();
        ObjectNode config =
                (ObjectNode) json.readTree(GoldenFiles.path("config.json").toFile());
        config.put("name", "golden");
        ObjectNode sampling = config.putObject("sampling");
        for (String stage : List.of("pivot", "refine")) {
            String recorded = stage.equals("pivot") ? "cfg.s1.cfg_iter" : "cfg.s2.cfg_iter";
            sampling.putObject(stage)
                    .put("steps", GoldenFiles.floats("generate", recorded).length)
                    .put("guidance", 2.5)
                    .put("guidance_schedule", "linear")
                    .put("sampler", "ddpm")
                    .put("denoising_steps", 5)
                    .put("temperature", 1);
        }
        return config.toPrettyString();
    }

    static Path modelDirectory(Path folder) throws IOException {
        Path directory = Files.createDirectories(folder.resolve("golden"));
        Files.writeString(directory.resolve(ModelExporter.CONFIG_FILE), config());
        Files.copy(GoldenFiles.path("weights.safetensors"), directory.resolve(ModelExporter.NETWORK_FILE));
        Map<String, TensorData> vae = new LinkedHashMap<>();
        try (SafetensorsFile file = GoldenFiles.open("vae")) {
            for (String name : file.names()) {
                if (name.startsWith(VAE_PREFIX)) {
                    vae.put(name.substring(VAE_PREFIX.length()), TensorData.of(file.tensor(name)));
                }
            }
        }
        SafetensorsWriter.write(directory.resolve(ModelExporter.AUTOENCODER_FILE), vae, Map.of());
        return directory;
    }

    static String name(Path modelDirectory) {
        return ModelConfig.read(modelDirectory.resolve(ModelExporter.CONFIG_FILE))
                .name();
    }

    static OnnxSession session(Path repository, String model) {
        try {
            return new OnnxSession(ExportVersion.graph(repository.resolve(model)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
