package io.himar.standalone;

import io.himar.model.InvalidConfigException;
import io.himar.model.checkpoint.ModelFolder;
import io.himar.model.onnx.BatchingPolicy;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.onnx.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Model repositories exported from weights. */
public final class ModelRepository {
    private ModelRepository() {}

    /**
     * Checks that several models can be served together, before anything is started for them.
     *
     * @throws SuiteException in one sentence, when one is missing or broken or two have the same name
     */
    public static void check(List<Path> folders) {
        names(folders);
    }

    /**
     * The repository of several models in the data of a suite. It is named by them, so models that were served before
     * are not served along; others are if they were exported into it.
     *
     * @param data of the suite
     * @throws SuiteException in one sentence, when a model is missing or broken or two have the same name
     */
    public static Path of(List<Path> folders, Path data) {
        return data.resolve("models").resolve(String.join("+", names(folders)));
    }

    /**
     * Exports several models into {@link #of their repository}.
     *
     * @return the repository
     * @throws SuiteException in one sentence, also when two models have the same name
     */
    static Path exportAll(List<Path> folders, Path data, Precision precision) {
        Path repository = of(folders, data);
        folders.forEach(folder -> export(folder, repository, precision, BatchingPolicy.DEFAULT));
        return repository;
    }

    private static Set<String> names(List<Path> folders) {
        Map<String, Path> byName = new LinkedHashMap<>();
        for (Path folder : folders) {
            String name = name(folder);
            Path other = byName.put(name, folder);
            if (other != null) {
                throw new SuiteException("The models in " + other + " and " + folder + " are both named " + name
                        + "; give one another name in its " + ModelExporter.CONFIG_FILE + ".");
            }
        }
        return byName.keySet();
    }

    private static String name(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new SuiteException("There is no model in " + folder + ": "
                    + (Files.exists(folder) ? "it is a file" : "there is no such folder")
                    + " (expected: a model's folder, such as ./himar import makes).");
        }
        try {
            return ModelFolder.check(folder).name();
        } catch (IOException | InvalidConfigException failure) {
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
    public static boolean export(Path weights, Path repository, Precision precision, BatchingPolicy batching) {
        try {
            ModelFolder.check(weights);
            return ModelExporter.export(weights, repository, precision, batching);
        } catch (IOException | InvalidConfigException | IllegalArgumentException failure) {
            throw new SuiteException(
                    "The model of " + weights + " cannot be exported to " + repository + ": "
                            + StartFailure.deepest(failure) + ".",
                    failure);
        }
    }
}
