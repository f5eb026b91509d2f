package io.himar.model.onnx;

import java.time.Duration;

/**
 * How a server merges waiting requests of one model.
 *
 * @param maxBatchSize most images a graph runs on at once
 * @param maxQueueDelay how long a request may wait for company
 * @param maxQueueSize most requests that wait; more are refused, so that a client notices and retries elsewhere
 */
public record BatchingPolicy(int maxBatchSize, Duration maxQueueDelay, int maxQueueSize) {

    /** Little delay: a full queue batches by itself while the model is busy. */
    public static final BatchingPolicy DEFAULT = new BatchingPolicy(16, Duration.ofMillis(2), 1024);

    public BatchingPolicy {
        if (maxBatchSize < 1) {
            throw new IllegalArgumentException("maxBatchSize: " + maxBatchSize + " (expected: >= 1)");
        }
        if (maxQueueDelay.isNegative()) {
            throw new IllegalArgumentException("maxQueueDelay: " + maxQueueDelay + " (expected: not negative)");
        }
        if (maxQueueSize < 1) {
            throw new IllegalArgumentException("maxQueueSize: " + maxQueueSize + " (expected: >= 1)");
        }
    }

    /** The same with batches of at most that many images, and that much delay. */
    public BatchingPolicy with(int images, Duration delay) {
        return new BatchingPolicy(images, delay, maxQueueSize);
    }
}
