package io.himar.model.checkpoint;

import io.himar.model.AutoencoderParameters;
import io.himar.model.Conditioning;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.TextEncoderParameters;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.text.TokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model's folder: {@code config.json}, {@code model.safetensors} and {@code vae.safetensors}, and of a model that
 * draws texts {@code text.safetensors} and its tokenizer.
 */
public final class ModelFolder {
    private static final List<String> FILES =
            List.of(ModelExporter.CONFIG_FILE, ModelExporter.NETWORK_FILE, ModelExporter.AUTOENCODER_FILE);

    private ModelFolder() {}

    /**
     * Checks that a folder holds a whole model: its files, and in them every tensor in the configuration's shape.
     * Further tensors do no harm.
     *
     * @return the model's configuration
     * @throws io.himar.model.InvalidConfigException naming the key of the configuration that is wrong
     * @throws IOException in one sentence that names the file, and every tensor that is missing or misshapen
     */
    public static ModelConfig check(Path folder) throws IOException {
        for (String file : FILES) {
            require(folder, file);
        }
        ModelConfig config = ModelConfig.read(folder.resolve(ModelExporter.CONFIG_FILE));
        List<String> problems = new ArrayList<>();
        problems(folder.resolve(ModelExporter.NETWORK_FILE), HiMarParameters.of(config))
                .ifPresent(problems::add);
        problems(folder.resolve(ModelExporter.AUTOENCODER_FILE), AutoencoderParameters.of(config.vae()))
                .ifPresent(problems::add);
        if (config.conditioning() == Conditioning.TEXT) {
            require(folder, ModelExporter.TEXT_ENCODER_FILE);
            problems(folder.resolve(ModelExporter.TEXT_ENCODER_FILE), TextEncoderParameters.of(config.text()))
                    .ifPresent(problems::add);
            TokenizerFile.requireFits(
                    folder.resolve(TokenizerFile.name(config.text().kind())), config.text());
        }
        if (!problems.isEmpty()) {
            throw new CheckpointException("the weights do not fit " + folder.resolve(ModelExporter.CONFIG_FILE) + ": "
                    + String.join("; ", problems));
        }
        return config;
    }

    private static void require(Path folder, String file) throws CheckpointException {
        if (Files.notExists(folder.resolve(file))) {
            throw new CheckpointException("there is no model in " + folder + ": " + file
                    + " is missing (expected: a model's folder, such as himar import makes)");
        }
    }

    private static Optional<String> problems(Path file, List<ParameterSpec> specs) throws IOException {
        try (CheckpointFile weights = CheckpointFile.open(file, Optional.empty())) {
            return WeightsFit.compare(weights.tensors(), specs)
                    .problems(true)
                    .map(all -> file.getFileName() + ": " + all);
        }
    }
}
