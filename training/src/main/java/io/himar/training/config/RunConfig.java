package io.himar.training.config;

/**
 * What a run writes, and when.
 *
 * @param logEvery steps that a row of the metrics averages over
 * @param checkpointEvery steps between two checkpoints: what a crash costs at most
 * @param samplesEvery steps between two sample grids; 0 for none
 * @param samplesPerClass pictures of each class in a grid
 */
public record RunConfig(int logEvery, int checkpointEvery, int samplesEvery, int samplesPerClass) {

    public RunConfig {
        Check.positive("log_every", logEvery);
        Check.positive("checkpoint_every", checkpointEvery);
        Check.notNegative("samples_every", samplesEvery);
        Check.positive("samples_per_class", samplesPerClass);
    }
}
