package io.himar.training.run;

import io.himar.model.ModelConfig;
import io.himar.model.TextEncoderConfig;
import io.himar.model.text.CaptionTokens;
import io.himar.model.text.WordVocabulary;
import io.himar.training.data.CaptionedPictures;
import io.himar.training.data.SplitPictures;
import io.himar.training.diffusion.PictureSubjects;
import java.util.List;
import java.util.stream.IntStream;

/** The captions of a run's training pictures, as words that its text encoder learns. */
final class Vocabulary {
    private final WordVocabulary words;
    private final List<CaptionTokens> tokens;
    private final TextEncoderConfig encoder;

    /**
     * Takes the words of all captions to train with.
     *
     * @throws IllegalArgumentException where the pictures have no captions, or the encoder has another number of tokens
     *     than those captions have words
     * @throws io.himar.model.text.CaptionTooLongException where a caption is longer than the encoder's context
     */
    Vocabulary(SplitPictures pictures, ModelConfig model) {
        if (!(pictures.training() instanceof CaptionedPictures training)
                || !(pictures.heldOut() instanceof CaptionedPictures heldOut)) {
            throw new IllegalArgumentException(
                    "model.conditioning: text (expected: class, for pictures that have no captions)");
        }
        this.encoder = model.text();
        List<String> captions = captions(training);
        this.words = WordVocabulary.of(captions, Integer.MAX_VALUE, encoder.contextLength());
        if (words.size() != encoder.vocabulary()) {
            throw new IllegalArgumentException("model.text.vocabulary: " + encoder.vocabulary() + " (expected: "
                    + words.size() + ", the words of the captions and 3 tokens more)");
        }
        // Before the autoencoder's hours, since one may be too long.
        this.tokens = captions.stream().map(words::tokens).toList();
        captions(heldOut).forEach(words::tokens);
    }

    private static List<String> captions(CaptionedPictures pictures) {
        return IntStream.range(0, pictures.size()).mapToObj(pictures::caption).toList();
    }

    WordVocabulary words() {
        return words;
    }

    PictureSubjects subjects() {
        return new PictureSubjects.Captions(tokens, words.tokens(""), encoder);
    }
}
