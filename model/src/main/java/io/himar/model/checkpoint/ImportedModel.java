package io.himar.model.checkpoint;

import io.himar.model.ModelConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model that was imported.
 *
 * @param part the dictionary of the network's checkpoint that was taken
 * @param leftParts other dictionaries of tensors in that file, of which nothing was taken
 * @param wrappers what was taken off the tensors' names, such as {@code module.}
 * @param leftOut tensors of the autoencoder's checkpoint that an autoencoder has no use for
 * @param leftOutOfText tensors beside the text encoder that it has no use for, such as CLIP's part for pictures
 */
public record ImportedModel(
        Path folder,
        ModelConfig config,
        Optional<String> part,
        List<String> leftParts,
        List<String> wrappers,
        List<String> leftOut,
        List<String> leftOutOfText,
        long networkBytes,
        long autoencoderBytes) {
    public ImportedModel {
        leftParts = List.copyOf(leftParts);
        wrappers = List.copyOf(wrappers);
        leftOut = List.copyOf(leftOut);
        leftOutOfText = List.copyOf(leftOutOfText);
    }
}
