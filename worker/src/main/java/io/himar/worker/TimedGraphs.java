package io.himar.worker;

import io.himar.contracts.CallTime;
import io.himar.inference.InferenceException;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.inference.stage.GraphCall;
import io.himar.worker.intake.MeasuredPace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls graphs, each within a time limit that follows the work: a multiple of what its denoising steps took before,
 * waiting in the server's queue included, but never less than one configured limit, nor more than another. So a slow
 * server is waited for, and a call that hangs still ends. Safe for use by many threads.
 */
final class TimedGraphs implements GraphCall, MeasuredPace {
    private static final double SLACK = 20;
    private static final double WEIGHT_OF_NEWEST = 0.2;

    /** The input whose shape [1, steps, columns] tells the denoising steps. */
    private static final String SAMPLER = "sampler";

    private final Server server;
    private final Duration least;
    private final Duration longest;
    private final FastestCalls fastest = new FastestCalls(System::nanoTime);
    private final Map<String, Double> secondsPerStep = new ConcurrentHashMap<>();
    private final Map<String, String> versions = new ConcurrentHashMap<>();

    /**
     * @param least that every call may take
     * @param longest that any call may take, and one of a graph that was never measured
     */
    TimedGraphs(Server server, Duration least, Duration longest) {
        this.server = server;
        this.least = least;
        this.longest = longest;
    }

    /** Runs a graph within a limit. */
    @FunctionalInterface
    interface Server {
        Map<String, InferenceTensor> infer(InferenceRequest request, Duration limit);
    }

    @Override
    public Map<String, InferenceTensor> call(InferenceRequest request) {
        long steps = steps(request);
        forgetOthers(request);
        Duration limit = limit(request.model(), steps);
        long startedAt = System.nanoTime();
        try {
            Map<String, InferenceTensor> outputs = server.infer(request, limit);
            Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
            measured(request.model(), seconds(took) / steps);
            fastest.took(request.model(), steps, took);
            return outputs;
        } catch (InferenceException e) {
            if (e.code() == InferenceException.Code.DEADLINE_EXCEEDED) {
                tooShort(request.model(), steps, limit);
            }
            throw e;
        }
    }

    /** What was measured of a version says nothing of another, which may be a larger or a smaller model. */
    private void forgetOthers(InferenceRequest request) {
        String before = versions.put(request.model(), request.version());
        if (before != null && !before.equals(request.version())) {
            secondsPerStep.remove(request.model());
            fastest.forget(request.model());
        }
    }

    private Duration limit(String graph, long steps) {
        Double perStep = secondsPerStep.get(graph);
        Duration expected = perStep == null ? longest : duration(SLACK * perStep * steps);
        Duration bounded = expected.compareTo(longest) < 0 ? expected : longest;
        return bounded.compareTo(least) > 0 ? bounded : least;
    }

    @Override
    public List<CallTime> fastestCalls() {
        return fastest.all();
    }

    @Override
    public Duration longestCall() {
        return longest.compareTo(least) > 0 ? longest : least;
    }

    private void measured(String graph, double perStep) {
        secondsPerStep.merge(graph, perStep, (before, newest) -> before + WEIGHT_OF_NEWEST * (newest - before));
    }

    /** The server may have become slower than anything that was measured: the next call may take twice as long. */
    private void tooShort(String graph, long steps, Duration limit) {
        double longer = Math.min(2 * seconds(limit), seconds(longest));
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
