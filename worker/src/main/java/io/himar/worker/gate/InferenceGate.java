package io.himar.worker.gate;

import io.himar.inference.InferenceClient;
import io.himar.inference.InferenceException;
import java.util.List;
import java.util.Optional;

/** Whether the inference server serves every graph that this worker calls. */
public final class InferenceGate implements Gate {
    private final InferenceClient client;
    private final List<String> graphs;

    /** @param graphs their names in the server's repository */
    public InferenceGate(InferenceClient client, List<String> graphs) {
        this.client = client;
        this.graphs = List.copyOf(graphs);
    }

    @Override
    public String dependency() {
        return "inference";
    }

    @Override
    public Optional<String> shutBecause() {
        try {
            if (!client.serverReady()) {
                return Optional.of("the inference server " + client.address() + " is not ready");
            }
            List<String> missing =
                    graphs.stream().filter(graph -> !client.modelReady(graph)).toList();
            return missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of("the inference server " + client.address() + " is not ready to run "
                            + String.join(", ", missing));
        } catch (InferenceException e) {
            return Optional.of(e.getMessage());
        }
    }
}
