package io.himar.model.catalog;

import io.himar.model.InvalidConfigException;
import io.himar.model.ModelConfig;
import io.himar.model.text.TokenizerFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The models of a model repository at one moment, by name: its {@code NAME.json} files.
 *
 * <p>The file is named as the model inside it is. Requests and tasks carry that name, and the graphs
 * {@code NAME-pivot}, {@code NAME-refine} and {@code NAME-decode} are named after it, so a file that was renamed cannot
 * be served.
 */
public final class ModelCatalog {
    private final Path directory;
    private final SortedMap<String, ModelEntry> entries;

    private ModelCatalog(Path directory, SortedMap<String, ModelEntry> entries) {
        this.directory = directory;
        this.entries = Collections.unmodifiableSortedMap(entries);
    }

    /** A catalog of these models of a folder, none of which has the name of another. */
    public static ModelCatalog of(Path directory, Collection<ModelEntry> models) {
        SortedMap<String, ModelEntry> entries = new TreeMap<>();
        models.forEach(model -> entries.put(model.name(), model));
        return new ModelCatalog(directory, entries);
    }

    /**
     * Reads all model configurations of a folder.
     *
     * @throws ModelCatalogException in one sentence, if the folder is missing or holds no configuration, or if one is
     *     broken or named otherwise than the model inside it
     */
    public static ModelCatalog read(Path directory) {
        try {
            return of(
                    directory,
                    ModelFile.all(directory).values().stream()
                            .map(ModelFile::read)
                            .toList());
        } catch (InvalidConfigException e) {
            throw new ModelCatalogException(directory, "holds a broken model: " + e.getMessage(), e);
        }
    }

    /** The names, sorted. */
    public Collection<String> names() {
        return entries.keySet();
    }

    /** All models, in the order of their names. */
    public Collection<ModelEntry> entries() {
        return entries.values();
    }

    /** The configurations of all models, in the order of their names. */
    public Collection<ModelConfig> models() {
        return entries.values().stream().map(ModelEntry::config).toList();
    }

    public Optional<ModelConfig> find(String name) {
        return entry(name).map(ModelEntry::config);
    }

    /** The model of that name with its version. */
    public Optional<ModelEntry> entry(String name) {
        return Optional.ofNullable(entries.get(name));
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
        return entries.size() == 1 ? Optional.of(entries.firstKey()) : Optional.empty();
    }
}
