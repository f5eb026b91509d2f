package io.himar.standalone;

import io.himar.model.InvalidConfigException;
import io.himar.model.ModelConfig;
import io.himar.model.onnx.ModelExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Model repositories exported from weights. */
public final class ModelRepository {
    private static final List<String> FILES =
            List.of(ModelExporter.CONFIG_FILE, ModelExporter.NETWORK_FILE, ModelExporter.AUTOENCODER_FILE);

    private ModelRepository() {}

    /**
     * Exports several models into one repository.
     *
     * @throws SuiteException in one sentence, also when two models have the same name
     */
    static void exportAll(List<Path> folders, Path repository) {
        Map<String, Path> byName = new HashMap<>();
        for (Path folder : folders) {
            String name = name(folder);
            Path other = byName.put(name, folder);
            if (other != null) {
                throw new SuiteException("The models in " + other + " and " + folder + " are both named " + name
                        + "; give one another name in its " + ModelExporter.CONFIG_FILE + ".");
            }
        }
        folders.forEach(folder -> export(folder, repository));
    }

    private static String name(Path folder) {
        requireComplete(folder);
        try {
            return ModelConfig.read(folder.resolve(ModelExporter.CONFIG_FILE)).name();
        } catch (InvalidConfigException failure) {
            throw new SuiteException(failure.getMessage() + ".", failure);
        }
    }

    /**
     * Exports a model unless the repository already holds exactly it.
     *
     * @param weights directory of {@code config.json}, {@code model.safetensors} and {@code vae.safetensors}
     * @param repository created if missing; other models in it stay
     * @return whether anything was written
     * @throws SuiteException in one sentence, when the model is incomplete or broken or the disk refuses
     */
    public static boolean export(Path weights, Path repository) {
        requireComplete(weights);
        try {
            return ModelExporter.export(weights, repository);
        } catch (IOException | InvalidConfigException | IllegalArgumentException failure) {
            throw new SuiteException(
                    "The model of " + weights + " cannot be exported to " + repository + ": "
                            + StartFailure.deepest(failure) + ".",
                    failure);
        }
    }

    private static void requireComplete(Path folder) {
        for (String file : FILES) {
            if (Files.notExists(folder.resolve(file))) {
                throw new SuiteException("There is no model in " + folder + ": " + file
                        + " is missing (expected: a model's folder, such as himar import makes).");
            }
        }
    }
}
