package io.himar.worker;

import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.inference.stage.GraphCall;
import java.time.Duration;
import java.util.Map;

/** Times the graph calls of one image, each and together, and can end the one that is under way. */
final class GraphMeter implements GraphCall {
    private final GraphCall graphs;
    private final StageMetrics metrics;
    private Duration total = Duration.ZERO;
    private Thread caller;

    GraphMeter(GraphCall graphs, StageMetrics metrics) {
        this.graphs = graphs;
        this.metrics = metrics;
    }

    @Override
    public Map<String, InferenceTensor> call(InferenceRequest request) {
        long start = System.nanoTime();
        setCaller(Thread.currentThread());
        try {
            return graphs.call(request);
        } finally {
            endCallOfThisThread();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            total = total.plus(took);
            metrics.graphCalled(request.model(), took);
        }
    }

    /** Ends the call under way, if there is one, with an exception; used by other threads. */
    synchronized void interrupt() {
        if (caller != null) {
            caller.interrupt();
        }
    }

    Duration total() {
        return total;
    }

    private synchronized void setCaller(Thread thread) {
        caller = thread;
    }

    /** What follows, such as the report of the outcome, is not to be interrupted. */
    private synchronized void endCallOfThisThread() {
        caller = null;
        boolean unused = Thread.interrupted();
    }
}
