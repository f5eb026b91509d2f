package io.himar.model.checkpoint;

import io.himar.model.InvalidConfigException;
import io.himar.model.TextEncoderConfig;
import io.himar.model.TextEncoderParameters;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.text.TokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * CLIP's text model in a folder as Hugging Face has them: {@code config.json}, {@code model.safetensors} and
 * {@code tokenizer.json}. A whole CLIP model will do: the part for pictures is left out.
 *
 * @param config its shape
 */
public record ClipTextModel(Path folder, TextEncoderConfig config) {
    /** The weights. */
    public static final String WEIGHTS = "model.safetensors";
    /** The tokenizer. */
    public static final String TOKENIZER = TokenizerFile.name(TextEncoderConfig.Kind.CLIP);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CONFIG = "config.json";
    private static final Map<String, TextEncoderConfig.Activation> ACTIVATIONS =
            Map.of("quick_gelu", TextEncoderConfig.Activation.QUICK_GELU, "gelu", TextEncoderConfig.Activation.GELU);

    /**
     * Reads the shape.
     *
     * @throws IOException in one sentence, if a file is missing or it is no CLIP model
     */
    public static ClipTextModel read(Path folder) throws IOException {
        for (String file : List.of(CONFIG, WEIGHTS, TOKENIZER)) {
            if (Files.notExists(folder.resolve(file))) {
                throw new CheckpointException("there is no text encoder in " + folder + ": " + file
                        + " is missing (expected: the files of a CLIP model on Hugging Face)");
            }
        }
        Path file = folder.resolve(CONFIG);
        try {
            return new ClipTextModel(folder, config(file, JSON.readTree(Files.readAllBytes(file))));
        } catch (JacksonException e) {
            throw new CheckpointException(file, "is damaged: " + e.getOriginalMessage());
        } catch (InvalidConfigException e) {
            throw new CheckpointException(file, e.getMessage());
        }
    }

    /** Keys that are missing have the values that the reference implementation gives them. */
    private static TextEncoderConfig config(Path file, JsonNode root) throws CheckpointException {
        String type = root.path("model_type").asString("");
        JsonNode text = type.equals("clip") ? root.path("text_config") : root;
        if (!List.of("clip", "clip_text_model").contains(type) || !text.isObject()) {
            throw new CheckpointException(
                    file, "model_type: " + (type.isEmpty() ? "none" : type) + " (expected: clip or clip_text_model)");
        }
        String activation = text.path("hidden_act").asString("quick_gelu");
        if (!ACTIVATIONS.containsKey(activation)) {
            throw new CheckpointException(file, "hidden_act: " + activation + " (expected: quick_gelu or gelu)");
        }
        return new TextEncoderConfig(
                TextEncoderConfig.Kind.CLIP,
                text.path("vocab_size").asInt(49408),
                text.path("max_position_embeddings").asInt(77),
                text.path("hidden_size").asInt(512),
                text.path("num_hidden_layers").asInt(12),
                text.path("num_attention_heads").asInt(8),
                text.path("intermediate_size").asInt(2048),
                ACTIVATIONS.get(activation),
                text.path("layer_norm_eps").asDouble(1e-5));
    }

    /**
     * Copies weights and tokenizer into a model's folder.
     *
     * @return tensors that are no part of the text encoder and were left out
     * @throws IOException in one sentence that names the file, and every tensor that is missing, misshapen or not
     *     finite; or, if the tokenizer is another encoder's, that says so
     */
    public List<String> copyTo(Path modelFolder, WeightPrecision precision) throws IOException {
        requireTokenizer();
        Files.copy(folder.resolve(TOKENIZER), modelFolder.resolve(TOKENIZER));
        try (CheckpointFile checkpoint = CheckpointFile.open(folder.resolve(WEIGHTS), Optional.empty())) {
            WeightsImport weights = new WeightsImport(checkpoint, TextEncoderParameters.of(config), precision, true);
            refuse(weights);
            weights.write(modelFolder.resolve(ModelExporter.TEXT_ENCODER_FILE));
            refuse(weights);
            return weights.leftOut();
        }
    }

    /**
     * Checks the tokenizer, which is quick, before any weights are read.
     *
     * @throws IOException in one sentence, if it is another encoder's
     */
    void requireTokenizer() throws IOException {
        TokenizerFile.requireFits(folder.resolve(TOKENIZER), config);
    }

    private static void refuse(WeightsImport weights) throws CheckpointException {
        if (weights.problems().isPresent()) {
            throw new CheckpointException("the weights are not those of the text encoder: "
                    + weights.problems().get());
        }
    }
}
