package io.himar.inference.stage;

import io.himar.inference.InferenceClient;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import java.time.Duration;
import java.util.Map;

/**
 * Runs one model graph once. The stages call graphs only through this, so that a worker can time what they spend there.
 */
@FunctionalInterface
public interface GraphCall {
    /**
     * Runs {@code request.model()} and waits for its outputs, by name.
     *
     * @throws io.himar.inference.InferenceException when the server refuses, fails or is not there
     */
    Map<String, InferenceTensor> call(InferenceRequest request);

    /** The same calls of that version of each graph, and of no other; empty for those that the server has. */
    default GraphCall ofVersion(String version) {
        return request -> call(request.ofVersion(version));
    }

    /** Calls over {@code client}, each of which may take {@code timeout}. */
    static GraphCall on(InferenceClient client, Duration timeout) {
        return request -> client.infer(request, timeout);
    }
}
