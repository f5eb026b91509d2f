package io.himar.model;

/**
 * The slots of a backbone sequence, first buffer, then low-resolution, then dense ones, and the stages that share the
 * network. A single-scale model has one stage, the second, and no low-resolution slots.
 */
record SequenceLayout(int buffer, int low, int dense, int stages) {

    static SequenceLayout of(ModelConfig config) {
        boolean hierarchical = config.variant().hierarchical();
        return new SequenceLayout(
                config.bufferSize(), hierarchical ? config.lowTokens() : 0, config.denseTokens(), hierarchical ? 2 : 1);
    }

    /** Low-resolution and dense slots. */
    int tokens() {
        return low + dense;
    }

    int slots() {
        return buffer + tokens();
    }

    /** The stage's row in tables that have one for every stage. */
    int row(Stage stage) {
        return stages == 1 ? 0 : stage.index();
    }

    /** The first of the slots that the stage predicts; those before it are always known. */
    int firstOwn(Stage stage) {
        return stage == Stage.PIVOT ? buffer : buffer + low;
    }

    /** The slots that the stage predicts. */
    int own(Stage stage) {
        return stage == Stage.PIVOT ? low : dense;
    }
}
