package io.himar.inference.server;

import io.himar.inference.protocol.ModelConfig;
import io.himar.inference.protocol.ModelDynamicBatching;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which waiting requests run together, and whether to wait for more: Triton's dynamic batching.
 *
 * @param merge whether requests are merged at all
 * @param maxRows most rows of one run of merged requests
 * @param preferredRows a batch of one of these sizes does not wait for more; if there are none, only a full batch does
 *     not wait
 * @param maxDelayNanos how long the oldest request may wait for company
 * @param maxQueued most waiting requests; 0 for no bound
 */
record BatchPolicy(boolean merge, int maxRows, List<Integer> preferredRows, long maxDelayNanos, int maxQueued) {

    BatchPolicy {
        preferredRows = List.copyOf(preferredRows);
    }

    /**
     * @param requests those that would run now, the oldest first
     * @param complete whether waiting could not make the batch better
     */
    record Batch(List<PendingInference> requests, boolean complete) {}

    static BatchPolicy of(ModelConfig config) {
        ModelDynamicBatching batching = config.getDynamicBatching();
        return new BatchPolicy(
                config.hasDynamicBatching() && config.getMaxBatchSize() > 1,
                config.getMaxBatchSize(),
                batching.getPreferredBatchSizeList(),
                batching.getMaxQueueDelayMicroseconds() * 1000,
                batching.getDefaultQueuePolicy().getMaxQueueSize());
    }

    /**
     * The oldest request, with all others that fit beside it. Requests of other shapes keep their place. Soon one of
     * them is the oldest, so none starves.
     */
    Batch choose(Collection<PendingInference> waiting) {
        List<PendingInference> chosen = new ArrayList<>();
        int rows = 0;
        int preferred = 0;
        for (PendingInference candidate : waiting) {
            if (chosen.isEmpty() || fits(candidate, chosen.get(0), rows)) {
                chosen.add(candidate);
                rows += candidate.rows();
                preferred = preferredRows.contains(rows) ? chosen.size() : preferred;
            }
            if (!merge || rows >= maxRows) {
                return new Batch(chosen, true);
            }
        }
        return preferred > 0 ? new Batch(chosen.subList(0, preferred), true) : new Batch(chosen, false);
    }

    private boolean fits(PendingInference candidate, PendingInference oldest, int rows) {
        return rows + candidate.rows() <= maxRows && candidate.mergesWith(oldest);
    }
}
