package io.himar.training.run;

import io.himar.model.GuidedSubject;
import io.himar.model.ModelConfig;
import io.himar.model.Parameters;
import io.himar.model.text.WordVocabulary;
import io.himar.training.data.ContextFile;
import io.himar.training.generation.CaptionContexts;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.util.Arrays;
import java.util.List;

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

        /** The first ones. */
        static Captions of(List<String> captions, WordVocabulary words, ModelConfig model) {
            return new Captions(captions.subList(0, Math.min(MOST, captions.size())), words, model);
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

    /**
     * A column each of some texts whose contexts were computed before.
     *
     * @param numbers of the captions, as the file counts them
     * @param empty the empty caption's number
     */
    record Contexts(List<String> captions, ContextFile contexts, int[] numbers, int empty, ModelConfig model)
            implements ShownSubjects {
        @Override
        public int count() {
            return captions.size();
        }

        @Override
        public GuidedSubject subject(Parameters parameters) {
            int slots = model.text().contextLength();
            int[] pairs = new int[2 * numbers.length];
            boolean[] known = new boolean[pairs.length * slots];
            for (int i = 0; i < pairs.length; i++) {
                pairs[i] = i % 2 == 0 ? numbers[i / 2] : empty;
                Arrays.fill(known, i * slots, i * slots + contexts.length(pairs[i]), true);
            }
            float[] values = contexts.read(pairs, slots);
            return new GuidedSubject.Captions(
                    new TorchTensor(
                            Tensors.of(values, count(), 2, slots, model.text().width())),
                    new TorchTensor(Tensors.of(known, count(), 2, slots)));
        }
    }
}
