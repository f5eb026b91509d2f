package io.himar.training.run;

import io.himar.model.ModelConfig;
import io.himar.model.TextEncoderConfig;
import io.himar.training.config.TrainingConfig;
import io.himar.training.data.CaptionedPictures;
import io.himar.training.data.SplitPictures;
import io.himar.training.diffusion.PictureSubjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The captions of a run's pictures, and the text encoder that reads them. */
sealed interface Texts permits Vocabulary, ClipTexts {

    /**
     * Those of a run whose model draws texts.
     *
     * @throws IllegalArgumentException where the pictures have no captions, or the encoder is not the one that the
     *     configuration says
     * @throws io.himar.model.text.CaptionTooLongException where a caption is longer than the encoder's context
     */
    static Texts of(SplitPictures pictures, TrainingConfig config, RunFolder folder) {
        if (!(pictures.training() instanceof CaptionedPictures training)
                || !(pictures.heldOut() instanceof CaptionedPictures heldOut)) {
            throw new IllegalArgumentException(
                    "model.conditioning: text (expected: class, for pictures that have no captions)");
        }
        List<String> captions = all(training);
        List<String> shown = all(heldOut);
        return config.model().text().kind() == TextEncoderConfig.Kind.WORDS
                ? new Vocabulary(captions, shown, config.model())
                : new ClipTexts(captions, shown, config, folder.contexts());
    }

    private static List<String> all(CaptionedPictures pictures) {
        return IntStream.range(0, pictures.size()).mapToObj(pictures::caption).toList();
    }

    /** What the training pictures show. */
    PictureSubjects subjects();

    /** Some of the texts that are held out. */
    ShownSubjects shown(ModelConfig model);

    /**
     * Of a finished model, the values of a text encoder that is trained together with the network; none where it is
     * not.
     *
     * @throws IllegalArgumentException where that model knows other words, or has no such encoder
     */
    Map<String, float[]> trainedIn(Path folder);

    /**
     * Writes encoder and tokenizer into a finished model's folder.
     *
     * @param trained values of what was trained
     */
    void write(Path folder, Map<String, float[]> trained) throws IOException;
}
