package io.himar.model;

/** The two stages of Hi-MAR; the released code calls them tasks. */
public enum Stage {
    /** Low-resolution tokens, whose decoder outputs become the condition tokens. */
    PIVOT(0),
    /** Dense tokens, guided by the condition tokens. */
    REFINE(1);

    private final int index;

    Stage(int index) {
        this.index = index;
    }

    /** The stage's row in every table that has one row a stage, and its key in the noise. */
    public int index() {
        return index;
    }
}
