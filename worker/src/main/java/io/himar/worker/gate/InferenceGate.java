package io.himar.worker;

import io.himar.inference.InferenceClient;
import io.himar.inference.InferenceException;
import io.himar.model.ModelConfig;
import io.himar.model.catalog.ModelCatalog;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the inference server serves every graph that this worker calls, of every model. */
final class InferenceReadiness implements HealthIndicator {
    private final InferenceClient client;
    private final List<String> graphs;

    InferenceReadiness(InferenceClient client, ModelCatalog models, WorkerRole role) {
        this.client = client;
        this.graphs = models.models().stream()
                .map(ModelConfig::name)
                .flatMap(model -> role.graphs().stream().map(graph -> model + "-" + graph))
                .toList();
    }

    boolean ready() {
        try {
            return client.serverReady() && graphs.stream().allMatch(client::modelReady);
        } catch (InferenceException e) {
            return false;
        }
    }

    @Override
    public Health health() {
        Health.Builder health = Health.unknown().withDetail("address", client.address());
        try {
            if (!client.serverReady()) {
                return health.down()
                        .withDetail("reason", "the inference server is not ready")
                        .build();
            }
            Map<String, Boolean> ready = new TreeMap<>();
            graphs.forEach(graph -> ready.put(graph, client.modelReady(graph)));
            return (ready.containsValue(false) ? health.down() : health.up())
                    .withDetail("models", ready)
                    .build();
        } catch (InferenceException e) {
            return health.down().withDetail("reason", e.getMessage()).build();
        }
    }
}
