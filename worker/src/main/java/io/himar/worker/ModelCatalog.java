package io.himar.worker;

import io.himar.model.InvalidConfigException;
import io.himar.model.ModelConfig;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The models of a model repository, by name; read once at start. */
public final class ModelCatalog {
    private final Map<String, ModelConfig> models;

    private ModelCatalog(Map<String, ModelConfig> models) {
        this.models = models;
    }

    /**
     * Reads every {@code NAME.json} of {@code directory}.
     *
     * @throws ModelDirectoryException when there is no such directory, no model in it, or one cannot be read
     */
    static ModelCatalog read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new ModelDirectoryException("himar.models.directory: " + directory
                    + " is no folder (expected: the root of an exported model repository).");
        }
        Map<String, ModelConfig> models = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
            for (Path file : files) {
                ModelConfig model = ModelConfig.read(file);
                models.put(model.name(), model);
            }
        } catch (IOException | InvalidConfigException e) {
            throw new ModelDirectoryException(
                    "himar.models.directory: " + directory + " cannot be read: " + e.getMessage());
        }
        if (models.isEmpty()) {
            throw new ModelDirectoryException("himar.models.directory: " + directory
                    + " holds no model (expected: at least one NAME.json of an exported model repository).");
        }
        return new ModelCatalog(models);
    }

    /**
     * The model that a task names.
     *
     * @throws InvalidTaskException when this worker has no such model
     */
    public ModelConfig require(String name) {
        ModelConfig model = models.get(name);
        if (model == null) {
            throw new InvalidTaskException(
                    "model: " + name + " (expected: one of " + String.join(", ", models.keySet()) + ")");
        }
        return model;
    }

    /** All models, in the order of their names. */
    Collection<ModelConfig> all() {
        return models.values();
    }
}
