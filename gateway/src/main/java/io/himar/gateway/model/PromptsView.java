package io.himar.gateway.model;

import io.himar.model.ModelConfig;
import io.himar.model.TextEncoderConfig;
import io.himar.model.text.WordVocabulary;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What the prompts of a model may be, as the HTTP interface shows it.
 *
 * @param vocabulary whether it knows whole words, and no others, or spells every word
 * @param vocabularySize how many words or byte pairs it knows
 * @param maxTokens most tokens of a prompt, with those that mark its beginning and, of byte pairs, its end
 * @param examples prompts that the model is good at
 */
@Schema(name = "Prompts")
record PromptsView(
        @Schema(allowableValues = {"words", "byte_pairs"}) String vocabulary,

        int vocabularySize,
        int maxTokens,
        List<String> examples) {

    static PromptsView of(ModelConfig model) {
        TextEncoderConfig encoder = model.text();
        return switch (encoder.kind()) {
            case WORDS ->
                new PromptsView("words", WordVocabulary.words(encoder), encoder.contextLength(), model.examples());
            case CLIP -> new PromptsView("byte_pairs", encoder.vocabulary(), encoder.contextLength(), model.examples());
        };
    }
}
