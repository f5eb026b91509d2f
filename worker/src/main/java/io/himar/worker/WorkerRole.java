package io.himar.worker;

import io.himar.contracts.Stage;
import java.util.List;

/**
 * What makes a worker a pivot or a refine worker.
 *
 * @param stage the stage it runs
 * @param graphs the graphs it calls, as suffixes of a model's name
 */
public record WorkerRole(Stage stage, List<String> graphs) {
    public WorkerRole {
        graphs = List.copyOf(graphs);
    }

    /** The stage in lower case, as metrics and logs show it. */
    String stageName() {
        return stage.name().toLowerCase(java.util.Locale.ROOT);
    }
}
