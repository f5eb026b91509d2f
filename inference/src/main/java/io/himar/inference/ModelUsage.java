package io.himar.inference;

import java.time.Duration;
import java.util.Map;

/**
 * What a model has done since its server started.
 *
 * @param model the model's name
 * @param requests answered requests
 * @param failures requests answered with an error of the run (not those refused before it)
 * @param images rows of batches answered
 * @param executions runs of the graph; fewer than {@code requests} when the server merges them
 * @param busy time inside runs of the graph
 * @param executionsByBatchSize runs of the graph by rows in the run
 */
public record ModelUsage(
        String model,
        long requests,
        long failures,
        long images,
        long executions,
        Duration busy,
        Map<Long, Long> executionsByBatchSize) {

    public ModelUsage {
        executionsByBatchSize = Map.copyOf(executionsByBatchSize);
    }
}
