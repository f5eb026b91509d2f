package io.himar.model;

/** What the pictures of a step show, and what guidance leads away from. */
public sealed interface GuidedSubject {

    /** Both, as the rows of a batch are asked for them. */
    Subject in(Branches branches, ModelConfig config);

    /**
     * One class each; guidance leads away from the unconditional embedding.
     *
     * @param classId int64 [B,1], -1 for none
     */
    record Classes(Tensor classId) implements GuidedSubject {
        @Override
        public Subject in(Branches branches, ModelConfig config) {
            return new Subject.Classes(
                    branches.rows(classId, classId.filled(-1)).reshape(-1));
        }
    }

    /**
     * A text each, and beside it the one that guidance leads away from, which is the empty caption.
     *
     * @param context [B,2,T,E], the text encoder's outputs
     * @param known boolean [B,2,T], false where a context is padded
     */
    record Captions(Tensor context, Tensor known) implements GuidedSubject {
        @Override
        public Subject in(Branches branches, ModelConfig config) {
            long length = config.text().contextLength();
            long width = config.text().width();
            return new Subject.Captions(
                    branches.rows(
                            context.slice(1, 0, 1).reshape(-1, length, width),
                            context.slice(1, 1, 2).reshape(-1, length, width)),
                    branches.rows(
                            known.slice(1, 0, 1).reshape(-1, length),
                            known.slice(1, 1, 2).reshape(-1, length)));
        }
    }
}
