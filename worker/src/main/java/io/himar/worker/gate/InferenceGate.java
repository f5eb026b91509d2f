package io.himar.worker.gate;

import io.himar.inference.InferenceClient;
import io.himar.inference.InferenceException;
import java.util.List;
import java.util.Optional;

/** Whether the inference server serves every graph of one of the models, so that this worker has something to do. */
public final class InferenceGate implements Gate {
    private final InferenceClient client;
    private final ServedModels models;

    /** @param models which are looked at as often as this gate */
    public InferenceGate(InferenceClient client, ServedModels models) {
        this.client = client;
        this.models = models;
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
            List<String> missing = models.look();
            return missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of("the inference server " + client.address() + " is not ready to run "
                            + String.join(", ", missing));
        } catch (InferenceException e) {
            return Optional.of(e.getMessage());
        }
    }
}
