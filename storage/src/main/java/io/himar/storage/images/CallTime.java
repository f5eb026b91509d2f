package io.himar.storage.images;

import java.util.Objects;

/**
 * The fastest call of a graph that a worker has made lately with so many denoising steps, waiting in the server's queue
 * included.
 *
 * @param steps 1 or more
 * @param seconds 0 or more
 */
public record CallTime(String graph, int steps, double seconds) {
    public CallTime {
        Objects.requireNonNull(graph, "graph");
    }

    /** What a call with other denoising steps takes at least: part of the time may not depend on them. */
    public double atLeast(int otherSteps) {
        return seconds * Math.min(1, (double) otherSteps / steps);
    }
}
