package io.himar.training.diffusion;

import io.himar.model.Subject;
import io.himar.model.TextEncoder;
import io.himar.model.text.CaptionTokens;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.util.List;

/**
 * Pictures of a text each. The encoder runs anew for each stage, because each stage drops other captions; it is trained
 * by both.
 *
 * @param captions of the images
 * @param empty the empty caption, which is told in the place of dropped ones
 * @param contextLength T
 */
record CaptionSubjects(TextEncoder encoder, List<CaptionTokens> captions, CaptionTokens empty, int contextLength)
        implements Subjects {

    @Override
    public Subject without(boolean[] dropped) {
        int images = captions.size();
        long[] ids = new long[images * contextLength];
        boolean[] known = new boolean[images * contextLength];
        for (int i = 0; i < images; i++) {
            CaptionTokens tokens = dropped[i] ? empty : captions.get(i);
            System.arraycopy(tokens.padded(contextLength), 0, ids, i * contextLength, contextLength);
            System.arraycopy(tokens.known(contextLength), 0, known, i * contextLength, contextLength);
        }
        return new Subject.Captions(
                encoder.forward(new TorchTensor(Tensors.of(ids, images, contextLength))),
                new TorchTensor(Tensors.of(known, images, contextLength)));
    }
}
