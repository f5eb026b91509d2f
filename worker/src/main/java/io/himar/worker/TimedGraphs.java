package io.himar.worker;

import io.himar.inference.InferenceException;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.inference.stage.GraphCall;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls graphs, each within a time limit that follows the work: a multiple of what its denoising steps took before,
 * waiting in the server's queue included, but never less than the configured limit. So a slow server is waited for, and
 * a call that hangs still ends. Safe for use by many threads.
 */
final class TimedGraphs implements GraphCall {
    /** For a graph that was never measured. */
    private static final Duration UNKNOWN = Duration.ofMinutes(10);

    private static final double SLACK = 20;
    private static final double WEIGHT_OF_NEWEST = 0.2;

    /** The input whose shape [1, steps, columns] tells the denoising steps. */
    private static final String SAMPLER = "sampler";

    private final Server server;
    private final Duration least;
    private final Map<String, Double> secondsPerStep = new ConcurrentHashMap<>();

    /** @param least that every call may take */
    TimedGraphs(Server server, Duration least) {
        this.server = server;
        this.least = least;
    }

    /** Runs a graph within a limit. */
    @FunctionalInterface
    interface Server {
        Map<String, InferenceTensor> infer(InferenceRequest request, Duration limit);
    }

    @Override
    public Map<String, InferenceTensor> call(InferenceRequest request) {
        long steps = steps(request);
        Duration limit = limit(request.model(), steps);
        long startedAt = System.nanoTime();
        try {
            Map<String, InferenceTensor> outputs = server.infer(request, limit);
            measured(request.model(), seconds(Duration.ofNanos(System.nanoTime() - startedAt)) / steps);
            return outputs;
        } catch (InferenceException e) {
            if (e.code() == InferenceException.Code.DEADLINE_EXCEEDED) {
                tooShort(request.model(), steps, limit);
            }
            throw e;
        }
    }

    private Duration limit(String graph, long steps) {
        Double perStep = secondsPerStep.get(graph);
        Duration expected = perStep == null ? UNKNOWN : duration(SLACK * perStep * steps);
        return expected.compareTo(least) > 0 ? expected : least;
    }

    private void measured(String graph, double perStep) {
        secondsPerStep.merge(graph, perStep, (before, newest) -> before + WEIGHT_OF_NEWEST * (newest - before));
    }

    /** The server may have become slower than anything that was measured: the next call may take twice as long. */
    private void tooShort(String graph, long steps, Duration limit) {
        double longer = Math.min(2 * seconds(limit), seconds(UNKNOWN));
        secondsPerStep.computeIfPresent(graph, (same, before) -> Math.max(before, longer / (SLACK * steps)));
    }

    private static long steps(InferenceRequest request) {
        Optional<InferenceTensor> sampler = request.inputs().stream()
                .filter(input -> input.name().equals(SAMPLER))
                .findFirst();
        return sampler.map(table -> Math.max(1, table.shape()[1])).orElse(1L);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) Math.min(seconds * 1e9, Long.MAX_VALUE / 2.0));
    }
}
