package io.himar.inference.server;

import com.google.protobuf.TextFormat;
import io.himar.inference.protocol.ModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one model in a Triton model repository: {@code NAME/config.pbtxt} and {@code NAME/VERSION/model.onnx}.
 * As in Triton, the version is served that the configuration names, or else the newest one. Two that are equal are of
 * the same files.
 *
 * @param config what config.pbtxt says
 * @param configuration the path of config.pbtxt
 * @param version name of the version's folder, a number
 * @param graph the path of the ONNX file
 * @param stamps of the files in the version's folder: names, sizes and times
 */
record RepositoryModel(
        String name, ModelConfig config, Path configuration, String version, Path graph, List<String> stamps) {
    private static final String PLATFORM = "onnxruntime_onnx";
    private static final String BACKEND = "onnxruntime";

    /** All models of a repository by name; files and hidden folders beside them are left alone. */
    static List<RepositoryModel> readAll(Path repository) {
        List<RepositoryModel> models =
                folders(repository).stream().map(RepositoryModel::read).toList();
        if (models.isEmpty()) {
            throw new RepositoryException("model repository " + repository + " holds no model (expected: folders with"
                    + " config.pbtxt and 1/model.onnx)");
        }
        return models;
    }

    /** Reads the one in a folder of a repository. */
    static RepositoryModel read(Path folder) {
        String name = folder.getFileName().toString();
        Path configuration = folder.resolve("config.pbtxt");
        ModelConfig config = parse(configuration);
        check(name, config, configuration);
        Path version = version(folder, name, config);
        String file = config.getDefaultModelFilename().isEmpty() ? "model.onnx" : config.getDefaultModelFilename();
        Path graph = version.resolve(file);
        if (!Files.isRegularFile(graph)) {
            throw new RepositoryException("model '%s' has no file %s".formatted(name, graph));
        }
        return new RepositoryModel(
                name, config, configuration, version.getFileName().toString(), graph, stamps(version));
    }

    private static Path version(Path folder, String name, ModelConfig config) {
        List<Long> named = config.getVersionPolicy().getSpecific().getVersionsList();
        if (!named.isEmpty()) {
            return folder.resolve(Collections.max(named).toString());
        }
        return folders(folder).stream()
                .filter(path -> path.getFileName().toString().matches("[1-9][0-9]{0,8}"))
                .max(Comparator.comparing(
                        path -> Integer.valueOf(path.getFileName().toString())))
                .orElseThrow(() -> new RepositoryException(
                        "model '%s' has no version folder in %s (expected: 1/model.onnx)".formatted(name, folder)));
    }

    private static List<String> stamps(Path version) {
        try (Stream<Path> files = Files.list(version)) {
            List<String> stamps = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                stamps.add(file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
            return List.copyOf(stamps);
        } catch (IOException | UncheckedIOException unreadable) {
            throw new RepositoryException("folder " + version + " cannot be read: " + unreadable, unreadable);
        }
    }

    private static ModelConfig parse(Path configuration) {
        try {
            ModelConfig.Builder config = ModelConfig.newBuilder();
            TextFormat.Parser.newBuilder()
                    .setAllowUnknownFields(true)
                    .build()
                    .merge(Files.readString(configuration), config);
            return config.build();
        } catch (TextFormat.ParseException malformed) {
            throw new RepositoryException(
                    configuration + " is not a model configuration: line " + malformed.getMessage(), malformed);
        } catch (NoSuchFileException missing) {
            throw new RepositoryException("there is no file " + configuration, missing);
        } catch (IOException unreadable) {
            throw new RepositoryException(configuration + " cannot be read: " + unreadable, unreadable);
        }
    }

    private static void check(String name, ModelConfig config, Path configuration) {
        if (!config.getName().isEmpty() && !config.getName().equals(name)) {
            throw new RepositoryException("%s says name: '%s' (expected: '%s', as its folder)"
                    .formatted(configuration, config.getName(), name));
        }
        if (!config.getPlatform().equals(PLATFORM) && !config.getBackend().equals(BACKEND)) {
            throw new RepositoryException("%s says platform: '%s', backend: '%s' (expected: '%s' or '%s')"
                    .formatted(configuration, config.getPlatform(), config.getBackend(), PLATFORM, BACKEND));
        }
        if (config.getMaxBatchSize() < 0) {
            throw new RepositoryException(
                    "%s says max_batch_size: %d (expected: >= 0)".formatted(configuration, config.getMaxBatchSize()));
        }
        Optional<Integer> impossible = config.getDynamicBatching().getPreferredBatchSizeList().stream()
                .filter(size -> size < 1 || size > config.getMaxBatchSize())
                .findFirst();
        if (impossible.isPresent()) {
            throw new RepositoryException("%s says preferred_batch_size: %d (expected: 1 to max_batch_size, %d)"
                    .formatted(configuration, impossible.get(), config.getMaxBatchSize()));
        }
    }

    /** The folders in a folder by name, but for hidden ones. */
    static List<Path> folders(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory)
                    .filter(child -> !child.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException missing) {
            throw new RepositoryException("there is no folder " + parent, missing);
        } catch (IOException unreadable) {
            throw new RepositoryException("folder " + parent + " cannot be read: " + unreadable, unreadable);
        }
    }

    /** Runs of this model at the same time. */
    int instances() {
        int configured = config.getInstanceGroupList().stream()
                .mapToInt(group -> Math.max(1, group.getCount()))
                .sum();
        return Math.max(1, configured);
    }

    String platform() {
        return PLATFORM;
    }
}
