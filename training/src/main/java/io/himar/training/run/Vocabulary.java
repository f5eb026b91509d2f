package io.himar.training.run;

import io.himar.model.ModelConfig;
import io.himar.model.TextEncoderConfig;
import io.himar.model.TextEncoderParameters;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.text.CaptionTokens;
import io.himar.model.text.WordVocabulary;
import io.himar.training.diffusion.PictureSubjects;
import io.himar.training.file.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Captions as words that the small text encoder of ours learns, which is trained together with the network. */
final class Vocabulary implements Texts {
    private final WordVocabulary words;
    private final List<CaptionTokens> tokens;
    private final List<String> heldOut;
    private final TextEncoderConfig encoder;

    /**
     * Takes the words of all captions to train with.
     *
     * @throws IllegalArgumentException where the encoder has another number of tokens than those captions have words
     * @throws io.himar.model.text.CaptionTooLongException where a caption is longer than the encoder's context
     */
    Vocabulary(List<String> captions, List<String> heldOut, ModelConfig model) {
        this.encoder = model.text();
        this.heldOut = heldOut;
        this.words = WordVocabulary.of(captions, Integer.MAX_VALUE, encoder.contextLength());
        if (words.size() != encoder.vocabulary()) {
            throw new IllegalArgumentException("model.text.vocabulary: " + encoder.vocabulary() + " (expected: "
                    + words.size() + ", the words of the captions and 3 tokens more)");
        }
        // Before the autoencoder's hours, since one may be too long.
        this.tokens = captions.stream().map(words::tokens).toList();
        heldOut.forEach(words::tokens);
    }

    @Override
    public PictureSubjects subjects() {
        return new PictureSubjects.Captions(tokens, words.tokens(""), encoder);
    }

    @Override
    public ShownSubjects shown(ModelConfig model) {
        return ShownSubjects.Captions.of(heldOut, words, model);
    }

    /** The same words may have another order there, which is that of how often captions have them. */
    @Override
    public Map<String, float[]> trainedIn(Path folder) {
        Path file = folder.resolve(WordVocabulary.FILE);
        List<String> known;
        try {
            known = WordVocabulary.read(file, encoder).words();
            if (!Set.copyOf(known).equals(Set.copyOf(words.words()))) {
                throw new IllegalArgumentException(
                        "network.weights: " + file + " has other words than the captions (expected: the same "
                                + words.words().size() + ")");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("network.weights: " + e.getMessage(), e);
        }
        Map<String, float[]> trained = new HashMap<>(
                Weights.read(folder.resolve(ModelExporter.TEXT_ENCODER_FILE), TextEncoderParameters.of(encoder)));
        trained.computeIfPresent(TextEncoderParameters.TOKEN_EMBEDDING, (name, rows) -> ofOwnOrder(rows, known));
        return trained;
    }

    /**
     * Rows of token embeddings, each where its word is in this vocabulary.
     *
     * @param rows those of tokens that are no words, then those of the words in their order
     */
    private float[] ofOwnOrder(float[] rows, List<String> order) {
        int width = encoder.width();
        int first = words.size() - order.size();
        Map<String, Integer> places = new HashMap<>();
        order.forEach(word -> places.put(word, first + places.size()));
        float[] own = rows.clone();
        int to = first;
        for (String word : words.words()) {
            System.arraycopy(rows, places.get(word) * width, own, to++ * width, width);
        }
        return own;
    }

    @Override
    public void write(Path folder, Map<String, float[]> trained) throws IOException {
        Weights.writeHalf(folder.resolve(ModelExporter.TEXT_ENCODER_FILE), TextEncoderParameters.of(encoder), trained);
        words.write(folder.resolve(WordVocabulary.FILE));
    }
}
