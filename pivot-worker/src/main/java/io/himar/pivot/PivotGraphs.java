package io.himar.pivot;

import io.himar.inference.ModelMetadata;
import io.himar.model.ModelConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Which graphs of stage 1 predict any number of positions in one call. Those that a version before exported predict P,
 * and work all the same, in more calls. Safe for use by many threads.
 */
final class PivotGraphs {
    private static final String POSITIONS = "predict";
    private static final long ANY = -1;

    private final Function<String, ModelMetadata> metadata;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /** @param metadata what the inference server says of a graph */
    PivotGraphs(Function<String, ModelMetadata> metadata) {
        this.metadata = metadata;
    }

    /** @throws io.himar.inference.InferenceException if the server cannot be asked the first time */
    boolean predictAnyPositions(ModelConfig model) {
        return known.computeIfAbsent(model.name() + "-pivot", this::ask);
    }

    private boolean ask(String graph) {
        return metadata.apply(graph).inputs().stream()
                .filter(input -> input.name().equals(POSITIONS))
                .anyMatch(input -> input.shape().get(1) == ANY);
    }
}
