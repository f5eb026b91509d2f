package io.himar.model.sampling;

/**
 * The columns of a {@link SamplerTable}. Per row, which is one denoising step, a graph runs
 *
 * <pre>
 * x0     = X_TO_X0 x - NOISE_TO_X0 eps
 * logvar = f LOG_VARIANCE_MAX + (1 - f) LOG_VARIANCE_MIN,   f = (v + 1)/2 where the head predicts v
 * x      = FROM_X x + FROM_X0 x0 + FROM_PREVIOUS_X0 (x0 of the row before) + NOISE_SCALE exp(logvar / 2) noise
 * </pre>
 */
public enum SamplerColumn {
    /** The original step t of the 1000 that the network was trained on. */
    T(0),
    /** sqrt(1/abar). */
    X_TO_X0(1),
    /** sqrt(1/abar - 1). */
    NOISE_TO_X0(2),
    FROM_X(3),
    FROM_X0(4),
    FROM_PREVIOUS_X0(5),
    NOISE_SCALE(6),
    LOG_VARIANCE_MAX(7),
    LOG_VARIANCE_MIN(8),
    /** sqrt(abar), by which stage 2 brings its known positions to the step's noise level. */
    SIGNAL(9),
    /** sqrt(1 - abar), the noise's part of the same. */
    DEVIATION(10),
    /**
     * Whether guidance computes the unconditional branch, 1 or 0. Where it does not, the branch's difference from the
     * conditional one is taken to be that of the last row before that computed it. A table without this column, as
     * earlier versions made it, computes the branch in every row.
     */
    UNCONDITIONAL(11);

    private final int index;

    SamplerColumn(int index) {
        this.index = index;
    }

    /** Where the column stands in a row; exported graphs rely on it. */
    public int index() {
        return index;
    }
}
