package io.himar.training.diffusion;

import io.himar.model.Subject;
import io.himar.training.data.ContextFile;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.util.Arrays;

/**
 * Pictures of a text each, whose contexts were computed before, because their encoder is not trained.
 *
 * @param captions of the images, as the file counts them
 * @param empty the empty caption, which is told in the place of dropped ones
 * @param slots T
 */
record ContextSubjects(ContextFile contexts, int[] captions, int empty, int slots) implements Subjects {

    @Override
    public Subject without(boolean[] dropped) {
        int images = captions.length;
        int[] told = new int[images];
        boolean[] known = new boolean[images * slots];
        for (int i = 0; i < images; i++) {
            told[i] = dropped[i] ? empty : captions[i];
            Arrays.fill(known, i * slots, i * slots + contexts.length(told[i]), true);
        }
        float[] values = contexts.read(told, slots);
        return new Subject.Captions(
                new TorchTensor(Tensors.of(values, images, slots, values.length / (images * slots))),
                new TorchTensor(Tensors.of(known, images, slots)));
    }
}
