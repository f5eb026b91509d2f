package io.himar.inference.server;

import com.google.protobuf.TextFormat;
import io.himar.inference.protocol.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one model in a Triton model repository: {@code NAME/config.pbtxt} and {@code NAME/VERSION/model.onnx}.
 * As in Triton, the newest version is the one that is served.
 *
 * @param config what config.pbtxt says
 * @param configuration the path of config.pbtxt
 * @param version name of the version's folder, a number
 * @param graph the path of the ONNX file
 */
record RepositoryModel(String name, ModelConfig config, Path configuration, String version, Path graph) {
    private static final String PLATFORM = "onnxruntime_onnx";
    private static final String BACKEND = "onnxruntime";

    /** All models of a repository by name; files and hidden folders beside them are left alone. */
    static List<RepositoryModel> readAll(Path repository) {
        List<RepositoryModel> models = folders(repository).stream()
                .filter(folder -> !folder.getFileName().toString().startsWith("."))
                .map(RepositoryModel::read)
                .toList();
        if (models.isEmpty()) {
            throw new RepositoryException("model repository " + repository + " holds no model (expected: folders with"
                    + " config.pbtxt and 1/model.onnx)");
        }
        return models;
    }

    private static RepositoryModel read(Path folder) {
        String name = folder.getFileName().toString();
        Path configuration = folder.resolve("config.pbtxt");
        ModelConfig config = parse(configuration);
        check(name, config, configuration);
        Path version = folders(folder).stream()
                .filter(path -> path.getFileName().toString().matches("[1-9][0-9]{0,8}"))
                .max(Comparator.comparing(
                        path -> Integer.valueOf(path.getFileName().toString())))
                .orElseThrow(() -> new RepositoryException(
                        "model '%s' has no version folder in %s (expected: 1/model.onnx)".formatted(name, folder)));
        String file = config.getDefaultModelFilename().isEmpty() ? "model.onnx" : config.getDefaultModelFilename();
        Path graph = version.resolve(file);
        if (!Files.isRegularFile(graph)) {
            throw new RepositoryException("model '%s' has no file %s".formatted(name, graph));
        }
        return new RepositoryModel(
                name, config, configuration, version.getFileName().toString(), graph);
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

    private static List<Path> folders(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).sorted().toList();
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
