package io.himar.worker;

import io.himar.model.catalog.ModelEntry;

/**
 * The condition tokens that an earlier attempt kept are not there any more, or cannot be used any more: stage 1 must
 * run again.
 */
public final class PivotLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private PivotLostException(String message) {
        super(message);
    }

    public PivotLostException(String key, Throwable cause) {
        super("There are no condition tokens under " + key, cause);
    }

    /** They are those of another version of the model, which no other may refine. */
    public static PivotLostException ofOtherWeights(String key, ModelEntry model) {
        return new PivotLostException("The condition tokens under " + key + " are not those of model " + model);
    }
}
