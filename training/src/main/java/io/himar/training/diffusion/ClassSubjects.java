package io.himar.training.diffusion;

import io.himar.model.Subject;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;

/** Pictures of a class each. */
record ClassSubjects(int[] labels) implements Subjects {

    @Override
    public Subject without(boolean[] dropped) {
        long[] ids = new long[labels.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = dropped[i] ? -1 : labels[i];
        }
        return new Subject.Classes(new TorchTensor(Tensors.of(ids, ids.length)));
    }
}
