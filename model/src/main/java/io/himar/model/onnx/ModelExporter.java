package io.himar.model.onnx;

import io.himar.model.AutoencoderParameters;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a model as a Triton model repository: {@code NAME-pivot}, {@code NAME-refine} and {@code NAME-decode}, each with
 * {@code config.pbtxt} and {@code 1/model.onnx}, and beside them {@code NAME.json}, the model's configuration.
 */
public final class ModelExporter {

    /** The weights of the network in a model's folder. */
    public static final String NETWORK_FILE = "model.safetensors";
    /** The weights of the autoencoder in a model's folder. */
    public static final String AUTOENCODER_FILE = "vae.safetensors";
    /** The model's configuration in a model's folder. */
    public static final String CONFIG_FILE = "config.json";

    private ModelExporter() {}

    /**
     * Exports with {@link BatchingPolicy#DEFAULT}.
     *
     * @see #export(Path, Path, BatchingPolicy)
     */
    public static boolean export(Path modelDirectory, Path repository) throws IOException {
        return export(modelDirectory, repository, BatchingPolicy.DEFAULT);
    }

    /**
     * Exports a model unless the repository already holds exactly it. The graphs are written to a temporary folder and
     * put in place by renaming; an export that was interrupted is repeated by the next call. Processes that share a
     * repository may call this at the same time: one exports, the others wait.
     *
     * @param modelDirectory holds {@code config.json}, {@code model.safetensors} and {@code vae.safetensors}
     * @param repository is created where it is missing; other models in it are left alone
     * @return whether anything was written
     * @throws io.himar.model.InvalidConfigException naming the key of the configuration that is wrong
     * @throws IllegalArgumentException naming the tensor whose shape does not fit the configuration
     * @throws IOException naming the file that is damaged, lacks a tensor, or cannot be read or written
     */
    public static synchronized boolean export(Path modelDirectory, Path repository, BatchingPolicy batching)
            throws IOException {
        Path configuration = modelDirectory.resolve(CONFIG_FILE);
        Path network = modelDirectory.resolve(NETWORK_FILE);
        Path autoencoder = modelDirectory.resolve(AUTOENCODER_FILE);
        ModelConfig config = ModelConfig.read(configuration);
        Files.createDirectories(repository);
        try (ExportMarker marker = ExportMarker.open(repository, config.name());
                Checkpoint weights = Checkpoint.open(network, HiMarParameters.of(config));
                Checkpoint vae = Checkpoint.open(autoencoder, AutoencoderParameters.of(config.vae()))) {
            StagingFolder.deleteLeftovers(repository, config.name());
            ServedModels graphs = new ServedModels(config);
            List<ServedModel> models = List.of(graphs.pivot(weights), graphs.refine(weights), graphs.decode(vae));
            String fingerprint = Fingerprint.of(models, batching, List.of(configuration, network, autoencoder));
            if (marker.matches(fingerprint)) {
                return false;
            }
            write(config, models, batching, repository, marker, fingerprint);
            return true;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(
            ModelConfig config,
            List<ServedModel> models,
            BatchingPolicy batching,
            Path repository,
            ExportMarker marker,
            String fingerprint)
            throws IOException {
        try (StagingFolder staging = StagingFolder.in(repository, config.name())) {
            for (ServedModel model : models) {
                model.write(staging.path(), batching);
            }
            Files.writeString(staging.path().resolve(config.name() + ".json"), config.toJson());
            List<String> files = staging.files();
            marker.clear();
            staging.moveInto(repository);
            marker.write(fingerprint, files);
        }
    }
}
