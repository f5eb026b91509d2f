package io.himar.model.checkpoint;

import io.himar.model.AutoencoderParameters;
import io.himar.model.Conditioning;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.onnx.ModelExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * Makes a model's folder of checkpoints. Values are copied from file to file in pieces, so that a model of any size
 * takes little memory; the folder appears complete or not at all.
 */
public final class ModelImporter {
    private ModelImporter() {}

    /**
     * Imports a model.
     *
     * @throws io.himar.model.InvalidConfigException naming the key of the configuration that is wrong
     * @throws IOException in one sentence that names the file, and every tensor that is missing, unknown, misshapen or
     *     not finite
     */
    public static ImportedModel run(ImportRequest request) throws IOException {
        refuseExisting(request.folder());
        try (CheckpointFile network = CheckpointFile.open(request.network(), request.part());
                CheckpointFile autoencoder = CheckpointFile.open(request.autoencoder(), Optional.empty())) {
            return run(
                    request,
                    network,
                    Wrappers.takenOff(network.tensors()),
                    autoencoder.with(Wrappers.takenOff(autoencoder.tensors()).tensors()));
        }
    }

    private static ImportedModel run(
            ImportRequest request, CheckpointFile wrapped, Wrappers wrappers, CheckpointFile autoencoder)
            throws IOException {
        CheckpointFile network = wrapped.with(wrappers.tensors());
        ModelConfig config = config(request, network);
        checkText(request, config);
        WeightsImport networkWeights =
                new WeightsImport(network, HiMarParameters.of(config), request.precision(), false);
        // The released code, too, takes from this file what it knows and leaves the rest.
        WeightsImport autoencoderWeights =
                new WeightsImport(autoencoder, AutoencoderParameters.of(config.vae()), request.precision(), true);
        refuseMisfits(config, networkWeights, autoencoderWeights);
        List<String> leftOutOfText = write(request, config, networkWeights, autoencoderWeights);
        return new ImportedModel(
                request.folder(),
                config,
                network.part(),
                network.leftParts(),
                wrappers.names(),
                autoencoderWeights.leftOut(),
                leftOutOfText,
                networkWeights.bytes(),
                autoencoderWeights.bytes());
    }

    private static void refuseExisting(Path folder) throws CheckpointException {
        if (Files.exists(folder)) {
            throw new CheckpointException(folder, "exists already (expected: a new folder for the model)");
        }
    }

    private static ModelConfig config(ImportRequest request, CheckpointFile network) throws CheckpointException {
        ModelConfig config = request.config().isPresent() ? request.config().get() : SizeInference.infer(network);
        return request.name().isPresent() ? config.with(request.name().get(), config.labels()) : config;
    }

    /** Whether the text encoder is given that the configuration wants, and no other. */
    private static void checkText(ImportRequest request, ModelConfig config) throws IOException {
        if (config.conditioning() == Conditioning.CLASS) {
            if (request.text().isPresent()) {
                throw new CheckpointException(
                        request.text().get().folder(),
                        "a text encoder for a model of classes (expected: a configuration that says conditioning:"
                                + " text)");
            }
            return;
        }
        if (request.text().isEmpty()) {
            throw new CheckpointException(
                    request.network(),
                    "the configuration says conditioning: text (expected: the text encoder, too, as --text FOLDER)");
        }
        ClipTextModel text = request.text().get();
        if (!text.config().equals(config.text())) {
            throw new CheckpointException(
                    text.folder(),
                    "the text encoder is " + text.config() + " (expected: that of the model's configuration, "
                            + config.text() + ")");
        }
        text.requireTokenizer();
    }

    private static void refuseMisfits(ModelConfig config, WeightsImport network, WeightsImport autoencoder)
            throws IOException {
        if (network.problems().isPresent() || autoencoder.problems().isPresent()) {
            network.scan();
            autoencoder.scan();
            throw misfit(config, network, autoencoder);
        }
    }

    private static CheckpointException misfit(ModelConfig config, WeightsImport network, WeightsImport autoencoder) {
        List<String> problems = Stream.of(network, autoencoder)
                .flatMap(weights -> weights.problems().stream())
                .toList();
        return new CheckpointException(
                "the weights are not those of a model like " + config.name() + ": " + String.join("; ", problems));
    }

    /** Returns what was left out beside the text encoder. */
    private static List<String> write(
            ImportRequest request, ModelConfig config, WeightsImport network, WeightsImport autoencoder)
            throws IOException {
        Path target = request.folder().toAbsolutePath().normalize();
        Path parent = Files.createDirectories(target.getParent());
        Path staging =
                Files.createDirectory(parent.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp"));
        try {
            network.write(staging.resolve(ModelExporter.NETWORK_FILE));
            autoencoder.write(staging.resolve(ModelExporter.AUTOENCODER_FILE));
            if (network.problems().isPresent() || autoencoder.problems().isPresent()) {
                throw misfit(config, network, autoencoder);
            }
            List<String> leftOutOfText =
                    request.text().isEmpty() ? List.of() : request.text().get().copyTo(staging, request.precision());
            Files.writeString(staging.resolve(ModelExporter.CONFIG_FILE), config.toJson() + "\n");
            Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
            return leftOutOfText;
        } finally {
            FileUtils.deleteDirectory(staging.toFile());
        }
    }
}
