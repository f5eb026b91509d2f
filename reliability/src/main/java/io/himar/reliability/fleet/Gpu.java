package io.himar.reliability.fleet;

import java.time.Duration;

/**
 * How long a worker's inference server takes: a batch of n images takes {@code fixed + n * each} for one step of all of
 * them. So a full batch costs far less for each image than a single one. This line is what batching systems measure and
 * plan with (Nexus, SOSP 2019, section 2.1, fits it to the latencies of its models); the constants are a guess for a
 * large GPU, not a measurement of these graphs.
 *
 * @param steps of an image
 * @param fixed what a step costs however many images it has: starting kernels, reading weights, the way to the server
 * @param each what an image adds to it
 */
record Gpu(int steps, Duration fixed, Duration each) {
    /** Stage 1: many short steps. */
    static final Gpu PIVOT = new Gpu(32, Duration.ofMillis(20), Duration.ofMillis(1));

    /** Stage 2: few long steps, and the same time for a whole image, so that a fleet can be full in both stages. */
    static final Gpu REFINE = new Gpu(4, Duration.ofMillis(160), Duration.ofMillis(8));

    /** One step of so many images. */
    Duration step(int images) {
        return fixed.plus(each.multipliedBy(images));
    }

    /** A whole image among so many. */
    Duration image(int images) {
        return step(images).multipliedBy(steps);
    }

    /** The most images a second that a worker of so many slots can finish. */
    double rate(int slots) {
        return slots / (image(slots).toNanos() / 1e9);
    }
}
