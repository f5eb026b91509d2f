package io.himar.worker;

import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.inference.stage.GraphCall;
import java.time.Duration;
import java.util.Map;

/** Times the graph calls of one image, each and together. */
final class GraphMeter implements GraphCall {
    private final GraphCall graphs;
    private final StageMetrics metrics;
    private Duration total = Duration.ZERO;

    GraphMeter(GraphCall graphs, StageMetrics metrics) {
        this.graphs = graphs;
        this.metrics = metrics;
    }

    @Override
    public Map<String, InferenceTensor> call(InferenceRequest request) {
        long start = System.nanoTime();
        try {
            return graphs.call(request);
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            total = total.plus(took);
            metrics.graphCalled(request.model(), took);
        }
    }

    Duration total() {
        return total;
    }
}
