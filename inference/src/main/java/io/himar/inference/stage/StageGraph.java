package io.himar.inference.stage;

import io.himar.model.sampling.SamplerTable;

/**
 * What the graph of a stage takes. One that an earlier version of himar exported takes less, and is served all the
 * same.
 *
 * @param anyPositions whether one call of stage 1's graph predicts any number of positions, or only P
 * @param samplerColumns the columns that its table of the sampler has, at most {@link SamplerTable#COLUMNS}. Without
 *     the last one it computes the unconditional branch in each denoising step, which is more work and no less exact
 */
public record StageGraph(boolean anyPositions, int samplerColumns) {
    /** A graph as it is exported now. */
    public static final StageGraph CURRENT = new StageGraph(true, SamplerTable.COLUMNS);
}
