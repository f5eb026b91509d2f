package io.himar.pivot;

import io.himar.inference.ModelMetadata;
import io.himar.model.catalog.ModelEntry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Which graphs of stage 1 predict any number of positions in one call. Those that a version before exported predict P,
 * and work all the same, in more calls. Safe for use by many threads.
 */
final class PivotGraphs {
    private static final String POSITIONS = "predict";
    private static final long ANY = -1;

    private final BiFunction<String, String, ModelMetadata> metadata;
    private final Map<Graph, Boolean> known = new ConcurrentHashMap<>();

    private record Graph(String name, String version) {}

    /** @param metadata what the inference server says of a graph in a version */
    PivotGraphs(BiFunction<String, String, ModelMetadata> metadata) {
        this.metadata = metadata;
    }

    /** @throws io.himar.inference.InferenceException if the server cannot be asked the first time */
    boolean predictAnyPositions(ModelEntry model) {
        return known.computeIfAbsent(new Graph(model.name() + "-pivot", model.version()), this::ask);
    }

    private boolean ask(Graph graph) {
        return metadata.apply(graph.name(), graph.version()).inputs().stream()
                .filter(input -> input.name().equals(POSITIONS))
                .anyMatch(input -> input.shape().get(1) == ANY);
    }
}
