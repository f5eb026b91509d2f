package io.himar.training.run;

import io.himar.model.ModelConfig;
import io.himar.model.TextEncoderConfig;
import io.himar.model.text.CaptionTokens;
import io.himar.model.text.WordVocabulary;
import io.himar.training.data.CaptionedPictures;
import io.himar.training.data.PictureSet;
import io.himar.training.diffusion.PictureSubjects;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The captions of a run's training pictures, as words that its text encoder learns. */
final class Vocabulary {
    private final WordVocabulary words;
    private final List<String> captions;
    private final TextEncoderConfig encoder;

    /**
     * Takes the words of all captions.
     *
     * @throws IllegalArgumentException where the pictures have no captions, or the encoder has another number of tokens
     *     than those captions have words
     * @throws io.himar.model.text.CaptionTooLongException where a caption is longer than the encoder's context
     */
    Vocabulary(PictureSet pictures, ModelConfig model) {
        if (!(pictures instanceof CaptionedPictures captioned)) {
            throw new IllegalArgumentException(
                    "model.conditioning: text (expected: class, for pictures that have no captions)");
        }
        this.encoder = model.text();
        this.captions = IntStream.range(0, captioned.size())
                .mapToObj(captioned::caption)
                .toList();
        this.words = WordVocabulary.of(captions, Integer.MAX_VALUE, encoder.contextLength());
        if (words.size() != encoder.vocabulary()) {
            throw new IllegalArgumentException("model.text.vocabulary: " + encoder.vocabulary() + " (expected: "
                    + words.size() + ", the words of the captions and 3 tokens more)");
        }
    }

    WordVocabulary words() {
        return words;
    }

    PictureSubjects subjects() {
        List<CaptionTokens> tokens = new ArrayList<>();
        captions.forEach(caption -> tokens.add(words.tokens(caption)));
        return new PictureSubjects.Captions(tokens, words.tokens(""), encoder);
    }
}
