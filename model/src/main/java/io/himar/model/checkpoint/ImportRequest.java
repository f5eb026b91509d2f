package io.himar.model.checkpoint;

import io.himar.model.ModelConfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What to import and where to.
 *
 * @param network the checkpoint of the network, such as {@code checkpoint-last.pth}
 * @param autoencoder the checkpoint of the autoencoder, such as {@code kl16.ckpt}
 * @param folder the model's folder, which must not exist yet
 * @param config the model's shape; where none is given, the published size that the network's tensors have
 * @param name the model's name; where none is given, the configuration's
 * @param part the dictionary of the network's checkpoint to take; where none is given, the averaged weights
 * @param precision of the weights that are written
 * @param text the text encoder of a model that draws texts
 */
public record ImportRequest(
        Path network,
        Path autoencoder,
        Path folder,
        Optional<ModelConfig> config,
        Optional<String> name,
        Optional<String> part,
        WeightPrecision precision,
        Optional<ClipTextModel> text) {
    public ImportRequest {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(autoencoder, "autoencoder");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(precision, "precision");
    }

    /** Of a model of classes. */
    public ImportRequest(
            Path network,
            Path autoencoder,
            Path folder,
            Optional<ModelConfig> config,
            Optional<String> name,
            Optional<String> part,
            WeightPrecision precision) {
        this(network, autoencoder, folder, config, name, part, precision, Optional.empty());
    }
}
