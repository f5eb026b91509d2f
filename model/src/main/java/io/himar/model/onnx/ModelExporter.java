package io.himar.model.onnx;

import io.himar.model.AutoencoderParameters;
import io.himar.model.Conditioning;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a model as a Triton model repository: {@code NAME-pivot}, {@code NAME-refine} and {@code NAME-decode}, each
 * with {@code config.pbtxt} and {@code VERSION/model.onnx}, and beside them {@code NAME.json}, the model's
 * configuration. A model that draws texts has {@code NAME-text}, too, which holds the tokenizer beside the text
 * encoder's graph. The version is {@link ExportVersion that of the export}.
 */
public final class ModelExporter {

    /** The weights of the network in a model's folder. */
    public static final String NETWORK_FILE = "model.safetensors";
    /** The weights of the autoencoder in a model's folder. */
    public static final String AUTOENCODER_FILE = "vae.safetensors";
    /** The weights of the text encoder in the folder of a model that draws texts. */
    public static final String TEXT_ENCODER_FILE = "text.safetensors";
    /** The model's configuration in a model's folder. */
    public static final String CONFIG_FILE = "config.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ModelExporter() {}

    /**
     * Exports in single precision with {@link BatchingPolicy#DEFAULT}.
     *
     * @see #export(Path, Path, Precision, BatchingPolicy)
     */
    public static boolean export(Path modelDirectory, Path repository) throws IOException {
        return export(modelDirectory, repository, Precision.FP32, BatchingPolicy.DEFAULT);
    }

    /**
     * Exports a model unless the repository already holds exactly it. The graphs are written to a temporary folder and
     * put in place by renaming, beside those of the export before, which servers may still use; what is older is
     * deleted. An export that was interrupted is repeated by the next call. Processes that share a repository may call
     * this at the same time: one exports, the others wait.
     *
     * @param modelDirectory holds {@code config.json}, {@code model.safetensors} and {@code vae.safetensors}, and of a
     *     model that draws texts {@code text.safetensors} and its tokenizer
     * @param repository is created where it is missing; other models in it are left alone
     * @param precision of the large linear layers; in half the bits also the autoencoder's weights are kept
     * @return whether anything was written
     * @throws io.himar.model.InvalidConfigException naming the key of the configuration that is wrong, or by which the
     *     model is another variant than the published one
     * @throws IllegalArgumentException naming the tensor whose shape does not fit the configuration
     * @throws IOException naming the file that is damaged, lacks a tensor, holds a value that is not finite, or cannot
     *     be read or written
     */
    public static synchronized boolean export(
            Path modelDirectory, Path repository, Precision precision, BatchingPolicy batching) throws IOException {
        Path configuration = modelDirectory.resolve(CONFIG_FILE);
        Path network = modelDirectory.resolve(NETWORK_FILE);
        Path autoencoder = modelDirectory.resolve(AUTOENCODER_FILE);
        ModelConfig config = ModelConfig.read(configuration);
        config.variant().requirePublished();
        Files.createDirectories(repository);
        try (ExportMarker marker = ExportMarker.open(repository, config.name());
                GraphWeights weights = GraphWeights.open(network, HiMarParameters.of(config));
                GraphWeights vae = GraphWeights.open(autoencoder, AutoencoderParameters.of(config.vae()));
                TextFiles text =
                        config.conditioning() == Conditioning.TEXT ? TextFiles.open(modelDirectory, config) : null) {
            StagingFolder.deleteLeftovers(repository, config.name());
            TritonModels graphs = new TritonModels(config, precision);
            List<TritonModel> models =
                    new ArrayList<>(List.of(graphs.pivot(weights), graphs.refine(weights), graphs.decode(vae)));
            List<Path> sources = new ArrayList<>(List.of(configuration, network, autoencoder));
            if (text != null) {
                models.add(graphs.text(text.weights()));
                sources.addAll(text.sources());
            }
            ExportFingerprint fingerprint = ExportFingerprint.of(models, precision, batching, sources);
            if (marker.matches(fingerprint.line())) {
                return false;
            }
            weights.requireFinite();
            vae.requireFinite();
            if (text != null) {
                text.weights().requireFinite();
            }
            String description = description(config, precision);
            new Export(config.name(), description, models, text, batching).write(repository, marker, fingerprint);
            return true;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The configuration, and beside the model's shape the precision that it was exported in. */
    private static String description(ModelConfig config, Precision precision) {
        ObjectNode description = (ObjectNode) JSON.readTree(config.toJson());
        description.put("precision", precision.toString());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(description);
    }

    /** What is written: the graphs, beside them the model's description, and the tokenizer, or null where none is. */
    private record Export(
            String name, String description, List<TritonModel> models, TextFiles text, BatchingPolicy batching) {

        void write(Path repository, ExportMarker marker, ExportFingerprint fingerprint) throws IOException {
            try (StagingFolder staging = StagingFolder.in(repository, name)) {
                for (TritonModel model : models) {
                    model.write(staging.path(), batching, fingerprint.version());
                }
                if (text != null) {
                    text.copyTokenizer(staging.path());
                }
                Files.writeString(staging.path().resolve(name + ".json"), description);
                List<String> files = staging.files();
                marker.clear();
                staging.moveInto(repository);
                marker.write(fingerprint.line(), files);
            }
        }
    }
}
