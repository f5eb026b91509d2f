package io.himar.model.catalog;

import io.himar.model.ModelConfig;
import io.himar.model.onnx.ExportVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model's description in a repository as it was found at one moment, perhaps while it was being written. Two that are
 * equal say the same of the same export.
 *
 * @param path of {@code NAME.json}
 * @param text what is in it; empty if nothing is, or if it cannot be read
 * @param version as of {@link ModelEntry}
 */
public record ModelFile(Path path, String text, String version) {
    private static final String SUFFIX = ".json";

    /**
     * Those of a repository, by the names of their files without {@code .json}.
     *
     * @throws ModelCatalogException in one sentence, if the folder is missing, cannot be read, or holds none
     */
    public static SortedMap<String, ModelFile> all(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new ModelCatalogException(directory, "is not a folder (expected: the root of a model repository)");
        }
        SortedMap<String, ModelFile> found = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                name = name.substring(0, name.length() - SUFFIX.length());
                found.put(name, of(file, directory.resolve(name + "-pivot")));
            }
        } catch (IOException e) {
            throw new ModelCatalogException(directory, "cannot be read: " + e, e);
        }
        if (found.isEmpty()) {
            throw new ModelCatalogException(
                    directory, "holds no model configuration (expected: at least one NAME.json)");
        }
        return found;
    }

    private static ModelFile of(Path file, Path graph) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return new ModelFile(
                    file,
                    text,
                    ExportVersion.of(graph).map(ExportVersion::number).orElse(""));
        } catch (IOException e) {
            return new ModelFile(file, "", ""); // why, is said when it is to be used
        }
    }

    /**
     * What it describes.
     *
     * @throws io.himar.model.InvalidConfigException naming the file and the key that is wrong
     * @throws ModelCatalogException if the model's name is not that of the file
     */
    public ModelEntry read() {
        ModelConfig config = text.isEmpty()
                ? ModelConfig.read(path)
                : ModelConfig.parse(path.toString(), text.getBytes(StandardCharsets.UTF_8));
        String file = path.getFileName().toString();
        if (!file.equals(config.name() + SUFFIX)) {
            throw new ModelCatalogException(
                    path.getParent(),
                    "holds " + file + ", in which the model's name is '" + config.name() + "' (expected: "
                            + config.name() + SUFFIX
                            + "; to rename a model, change the name in its config.json and export it again)");
        }
        return new ModelEntry(config, version);
    }
}
