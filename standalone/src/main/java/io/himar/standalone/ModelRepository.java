package io.himar.standalone;

import io.himar.model.InvalidConfigException;
import io.himar.model.onnx.ModelExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Model repositories exported from weights. */
public final class ModelRepository {
    private static final List<String> FILES =
            List.of(ModelExporter.CONFIG_FILE, ModelExporter.NETWORK_FILE, ModelExporter.AUTOENCODER_FILE);

    private ModelRepository() {}

    /**
     * Exports a model unless the repository already holds exactly it.
     *
     * @param weights directory of {@code config.json}, {@code model.safetensors} and {@code vae.safetensors}
     * @param repository created if missing; other models in it stay
     * @return whether anything was written
     * @throws SuiteException in one sentence, when the model is incomplete or broken or the disk refuses
     */
    public static boolean export(Path weights, Path repository) {
        for (String file : FILES) {
            if (Files.notExists(weights.resolve(file))) {
                throw new SuiteException("There is no model in " + weights + ": " + file
                        + " is missing; name another directory with --weights.");
            }
        }
        try {
            return ModelExporter.export(weights, repository);
        } catch (IOException | InvalidConfigException | IllegalArgumentException failure) {
            throw new SuiteException(
                    "The model of " + weights + " cannot be exported to " + repository + ": "
                            + StartFailure.deepest(failure) + ".",
                    failure);
        }
    }
}
