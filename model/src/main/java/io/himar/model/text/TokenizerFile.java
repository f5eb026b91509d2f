package io.himar.model.text;

import io.himar.model.TextEncoderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The file of a tokenizer, in a model's folder and beside its text graph, and whether it is the encoder's. */
public final class TokenizerFile {
    private static final String HUGGING_FACE = "tokenizer.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TokenizerFile() {}

    /** The name that the file has for an encoder. */
    public static String name(TextEncoderConfig.Kind kind) {
        return switch (kind) {
            case CLIP -> HUGGING_FACE;
            case WORDS -> WordVocabulary.FILE;
        };
    }

    /**
     * Checks a file without loading any tokenizer's library.
     *
     * @throws TokenizerException if it is missing or damaged, or has another number of tokens than the encoder
     */
    public static void requireFits(Path file, TextEncoderConfig encoder) throws IOException {
        if (Files.notExists(file)) {
            throw new TokenizerException(file, "is missing (expected: the text encoder's tokenizer)");
        }
        if (encoder.kind() == TextEncoderConfig.Kind.WORDS) {
            WordVocabulary.read(file, encoder);
            return;
        }
        int tokens = tokens(file);
        if (tokens != encoder.vocabulary()) {
            throw new TokenizerException(
                    file,
                    tokens + " tokens (expected: " + encoder.vocabulary()
                            + ", those of the text encoder; this is another one's tokenizer)");
        }
    }

    private static int tokens(Path file) throws IOException {
        JsonNode tree;
        try {
            tree = JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new TokenizerException(file, "is damaged: " + e.getOriginalMessage(), e);
        }
        int tokens = 0;
        for (JsonNode id : tree.path("model").path("vocab")) {
            tokens = Math.max(tokens, id.asInt(-1) + 1);
        }
        for (JsonNode added : tree.path("added_tokens")) {
            tokens = Math.max(tokens, added.path("id").asInt(-1) + 1);
        }
        return tokens;
    }
}
