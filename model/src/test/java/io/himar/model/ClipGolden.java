package io.himar.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.himar.model.checkpoint.ClipTextModel;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.TensorView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small CLIP text model with random weights, and what the reference implementation makes of captions with it
 * ({@code benchmarks/src/clip_golden.py}).
 */
public final class ClipGolden {

    /**
     * A caption with its tokens, unpadded.
     *
     * @param ids those of the reference
     */
    public record Caption(String text, List<Long> ids) {}

    private ClipGolden() {}

    /** The model as on Hugging Face; another set of golden files may come without one. */
    public static Path folder() {
        Path folder = GoldenFiles.path("config.json").resolveSibling("clip");
        assumeTrue(Files.isDirectory(folder), "these golden files have no CLIP model");
        return folder;
    }

    public static TextEncoderConfig config() {
        try {
            return ClipTextModel.read(folder()).config();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Describes the encoder in a model's configuration, and gives its network as many slots as captions have tokens.
     */
    public static void describe(ObjectNode model) {
        TextEncoderConfig encoder = config();
        model.put("buffer_size", encoder.contextLength());
        model.putObject("text")
                .put("kind", "clip")
                .put("vocabulary", encoder.vocabulary())
                .put("context_length", encoder.contextLength())
                .put("width", encoder.width())
                .put("layers", encoder.layers())
                .put("heads", encoder.heads())
                .put("mlp_width", encoder.mlpWidth())
                .put("activation", "quick_gelu")
                .put("layer_norm_eps", encoder.layerNormEps());
    }

    public static List<Caption> captions() {
        JsonNode root = JsonMapper.builder()
                .build()
                .readTree(folder().resolve("captions.json").toFile());
        List<Caption> captions = new ArrayList<>();
        for (JsonNode each : root.get("captions")) {
            List<Long> ids = new ArrayList<>();
            each.get("ids").forEach(id -> ids.add(id.asLong()));
            captions.add(new Caption(each.get("caption").asString(), ids));
        }
        return captions;
    }

    /** [captions,T], padded as the reference pads. */
    static long[] paddedIds() {
        return tensor("ids").toLongs();
    }

    /** [captions,T,E]. */
    static float[] hiddenStates() {
        return tensor("last_hidden_state").toFloats();
    }

    private static TensorView tensor(String name) {
        try (SafetensorsFile file = SafetensorsFile.open(folder().resolve("hidden.safetensors"))) {
            return file.tensor(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
