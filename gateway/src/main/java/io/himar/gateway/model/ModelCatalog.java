package io.himar.gateway.model;

import io.himar.model.InvalidConfigException;
import io.himar.model.ModelConfig;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The models that can be asked for, by name: the {@code NAME.json} files of the model repository, read once at start.
 */
public final class ModelCatalog {
    private static final String SUFFIX = ".json";

    private final SortedMap<String, ModelConfig> models;

    private ModelCatalog(SortedMap<String, ModelConfig> models) {
        this.models = models;
    }

    /**
     * Reads all model configurations of a folder.
     *
     * @throws ModelCatalogException in one sentence, if the folder is missing, holds none, or one is broken
     */
    public static ModelCatalog read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new ModelCatalogException(directory, "is not a folder (expected: the root of a model repository)");
        }
        SortedMap<String, ModelConfig> models = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String fileName = file.getFileName().toString();
                models.put(fileName.substring(0, fileName.length() - SUFFIX.length()), ModelConfig.read(file));
            }
        } catch (InvalidConfigException e) {
            throw new ModelCatalogException(directory, "holds a broken model: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelCatalogException(directory, "cannot be read: " + e, e);
        }
        if (models.isEmpty()) {
            throw new ModelCatalogException(
                    directory, "holds no model configuration (expected: at least one NAME.json)");
        }
        return new ModelCatalog(models);
    }

    /** The names, sorted. */
    public Collection<String> names() {
        return models.keySet();
    }

    public Optional<ModelConfig> find(String name) {
        return Optional.ofNullable(models.get(name));
    }

    /** The name to use where a request gives none: that of the only model, if there is only one. */
    public Optional<String> onlyName() {
        return models.size() == 1 ? Optional.of(models.firstKey()) : Optional.empty();
    }
}
