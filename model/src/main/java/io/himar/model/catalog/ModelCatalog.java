package io.himar.model.catalog;

import io.himar.model.InvalidConfigException;
import io.himar.model.ModelConfig;
import io.himar.model.text.TokenizerFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The models of a model repository, by name: its {@code NAME.json} files, read once at start.
 *
 * <p>The file is named as the model inside it is. Requests and tasks carry that name, and the graphs
 * {@code NAME-pivot}, {@code NAME-refine} and {@code NAME-decode} are named after it, so a file that was renamed cannot
 * be served.
 */
public final class ModelCatalog {
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final SortedMap<String, ModelConfig> models;

    private ModelCatalog(Path directory, SortedMap<String, ModelConfig> models) {
        this.directory = directory;
        this.models = Collections.unmodifiableSortedMap(models);
    }

    /**
     * Reads all model configurations of a folder.
     *
     * @throws ModelCatalogException in one sentence, if the folder is missing or holds no configuration, or if one is
     *     broken or named otherwise than the model inside it
     */
    public static ModelCatalog read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new ModelCatalogException(directory, "is not a folder (expected: the root of a model repository)");
        }
        SortedMap<String, ModelConfig> models = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                ModelConfig model = ModelConfig.read(file);
                requireSameName(directory, file.getFileName().toString(), model.name());
                models.put(model.name(), model);
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
        return new ModelCatalog(directory, models);
    }

    private static void requireSameName(Path directory, String fileName, String modelName) {
        if (!fileName.equals(modelName + SUFFIX)) {
            throw new ModelCatalogException(
                    directory,
                    "holds " + fileName + ", in which the model's name is '" + modelName + "' (expected: " + modelName
                            + SUFFIX + "; to rename a model, change the name in its config.json and export it again)");
        }
    }

    /** The names, sorted. */
    public Collection<String> names() {
        return models.keySet();
    }

    /** All models, in the order of their names. */
    public Collection<ModelConfig> models() {
        return models.values();
    }

    public Optional<ModelConfig> find(String name) {
        return Optional.ofNullable(models.get(name));
    }

    /** The folder that was read. */
    public Path directory() {
        return directory;
    }

    /** The tokenizer of a model that draws texts: it lies beside the graph of its text encoder. */
    public Path tokenizer(ModelConfig model) {
        return directory
                .resolve(model.name() + "-text")
                .resolve(TokenizerFile.name(model.text().kind()));
    }

    /** The name to use where a request gives none: that of the only model, if there is only one. */
    public Optional<String> onlyName() {
        return models.size() == 1 ? Optional.of(models.firstKey()) : Optional.empty();
    }
}
