package io.himar.model;

/** What pictures show, as the backbone is told it in the slots before all tokens. */
public sealed interface Subject {

    /**
     * One class each.
     *
     * @param ids int64 [B], -1 for the unconditional embedding
     */
    record Classes(Tensor ids) implements Subject {}

    /**
     * A text each; that of the empty caption is the unconditional one.
     *
     * @param context [B,T,E], the text encoder's outputs
     * @param known boolean [B,T], true where a slot holds a token of the text and false where it is padding
     */
    record Captions(Tensor context, Tensor known) implements Subject {}
}
