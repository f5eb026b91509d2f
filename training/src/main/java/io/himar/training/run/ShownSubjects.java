package io.himar.training.run;

import io.himar.model.GuidedSubject;
import io.himar.model.ModelConfig;
import io.himar.model.Parameters;
import io.himar.model.text.WordVocabulary;
import io.himar.training.data.CaptionedPictures;
import io.himar.training.generation.CaptionContexts;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What the columns of a grid of samples show. */
sealed interface ShownSubjects {
    int MOST = 20;

    int count();

    /** What a file beside the grid says of its columns; empty where they need no words. */
    List<String> captions();

    /** @param parameters of the network, and of the text encoder where there is one */
    GuidedSubject subject(Parameters parameters);

    /** A column each of the first classes. */
    record Classes(int classes) implements ShownSubjects {
        @Override
        public int count() {
            return Math.min(MOST, classes);
        }

        @Override
        public List<String> captions() {
            return List.of();
        }

        @Override
        public GuidedSubject subject(Parameters parameters) {
            long[] ids = new long[count()];
            Arrays.setAll(ids, i -> i);
            return new GuidedSubject.Classes(new TorchTensor(Tensors.of(ids, ids.length, 1)));
        }
    }

    /** A column each of some texts. */
    record Captions(List<String> captions, WordVocabulary words, ModelConfig model) implements ShownSubjects {

        /** The first texts of a set. */
        static Captions of(CaptionedPictures pictures, WordVocabulary words, ModelConfig model) {
            List<String> first = IntStream.range(0, Math.min(MOST, pictures.size()))
                    .mapToObj(pictures::caption)
                    .toList();
            return new Captions(first, words, model);
        }

        @Override
        public int count() {
            return captions.size();
        }

        @Override
        public GuidedSubject subject(Parameters parameters) {
            return new CaptionContexts(model.text(), parameters, words).of(captions);
        }
    }
}
