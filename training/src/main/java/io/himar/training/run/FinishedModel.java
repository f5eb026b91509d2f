package io.himar.training.run;

import io.himar.model.AutoencoderParameters;
import io.himar.model.Conditioning;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.training.data.CaptionedPictures;
import io.himar.training.data.PictureSet;
import io.himar.training.file.DurableFile;
import io.himar.training.file.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A finished model: its configuration and its weights in half precision. */
final class FinishedModel {

    private static final int MOST_EXAMPLES = 6;
    private static final int LONGEST_EXAMPLE = 60;

    private FinishedModel() {}

    /**
     * The configuration of a model whose latents were measured. Its classes have their names, or its prompts some short
     * captions as examples, unless it names others.
     */
    static String config(ModelConfig model, double latentScale, PictureSet training) {
        JsonMapper json = JsonMapper.shared();
        ObjectNode tree = (ObjectNode) json.readTree(model.toJson());
        tree.put("latent_scale", latentScale);
        if (model.conditioning() == Conditioning.CLASS) {
            ArrayNode labels = tree.putArray("labels");
            training.classes().forEach(labels::add);
        } else if (model.examples().isEmpty() && training instanceof CaptionedPictures captioned) {
            ArrayNode examples = tree.putArray("examples");
            IntStream.range(0, captioned.size())
                    .mapToObj(captioned::caption)
                    .filter(caption -> !caption.isBlank() && caption.length() <= LONGEST_EXAMPLE)
                    .distinct()
                    .limit(MOST_EXAMPLES)
                    .forEach(examples::add);
        }
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }

    /**
     * Writes the folder under another name, then renames it; one that is there is replaced.
     *
     * @param network holds the text encoder's values, too, where that was trained
     * @param texts what knows the text encoder, or null where there is none
     */
    static void write(
            Path folder,
            ModelConfig model,
            Map<String, float[]> network,
            Map<String, float[]> autoencoder,
            Texts texts) {
        Path staged = folder.resolveSibling(folder.getFileName() + DurableFile.STAGING);
        try {
            FileUtils.deleteDirectory(staged.toFile());
            Files.createDirectories(staged);
            DurableFile.write(staged.resolve("config.json"), model.toJson() + "\n");
            Weights.writeHalf(staged.resolve("model.safetensors"), HiMarParameters.of(model), network);
            Weights.writeHalf(staged.resolve("vae.safetensors"), AutoencoderParameters.of(model.vae()), autoencoder);
            if (texts != null) {
                texts.write(staged, network);
            }
            FileUtils.deleteDirectory(folder.toFile());
            Files.move(staged, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the model " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }
}
