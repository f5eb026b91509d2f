package io.himar.training.diffusion;

import io.himar.model.Ops;
import io.himar.model.Parameters;
import io.himar.model.TextEncoder;
import io.himar.model.TextEncoderConfig;
import io.himar.model.text.CaptionTokens;
import io.himar.training.data.ContextFile;
import java.util.Arrays;
import java.util.List;

/** What the pictures of a data set show: a class each, or a text each. */
public sealed interface PictureSubjects {

    /** The number of pictures. */
    int size();

    /** Those of some of the pictures, as a training step needs them. */
    Subjects of(int[] picked, Ops ops, Parameters parameters);

    /** @param labels the class of each picture */
    record Classes(int[] labels) implements PictureSubjects {
        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public Subjects of(int[] picked, Ops ops, Parameters parameters) {
            return new ClassSubjects(
                    Arrays.stream(picked).map(picture -> labels[picture]).toArray());
        }
    }

    /**
     * A text each.
     *
     * @param tokens of each picture's caption
     * @param empty those of the empty caption
     * @param encoder the shape of the text encoder, which is trained, too
     */
    record Captions(List<CaptionTokens> tokens, CaptionTokens empty, TextEncoderConfig encoder)
            implements PictureSubjects {
        public Captions {
            tokens = List.copyOf(tokens);
        }

        @Override
        public int size() {
            return tokens.size();
        }

        @Override
        public Subjects of(int[] picked, Ops ops, Parameters parameters) {
            return new CaptionSubjects(
                    new TextEncoder(ops, parameters, encoder),
                    Arrays.stream(picked).mapToObj(tokens::get).toList(),
                    empty,
                    encoder.contextLength());
        }
    }

    /**
     * A text each, whose contexts were computed before.
     *
     * @param captions of each picture, as the file counts them
     * @param empty the empty caption
     * @param slots T
     */
    record Contexts(ContextFile contexts, int[] captions, int empty, int slots) implements PictureSubjects {
        @Override
        public int size() {
            return captions.length;
        }

        @Override
        public Subjects of(int[] picked, Ops ops, Parameters parameters) {
            int[] own = Arrays.stream(picked).map(picture -> captions[picture]).toArray();
            return new ContextSubjects(contexts, own, empty, slots);
        }
    }
}
