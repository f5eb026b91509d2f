package io.himar.worker;

import io.himar.contracts.Stage;
import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import java.util.List;
import java.util.stream.Stream;

/**
 * What makes a worker a pivot or a refine worker.
 *
 * @param stage the stage it runs
 * @param graphs the graphs of each model that it calls, as suffixes of the model's name
 */
public record WorkerRole(Stage stage, List<String> graphs) {
    public WorkerRole {
        graphs = List.copyOf(graphs);
    }

    /** The graphs of a model that it calls, by name: that of its text encoder, too, if it has one. */
    List<String> graphs(ModelConfig model) {
        Stream<String> encoder = model.conditioning() == Conditioning.TEXT ? Stream.of("text") : Stream.empty();
        return Stream.concat(encoder, graphs.stream())
                .map(graph -> model.name() + "-" + graph)
                .toList();
    }

    /** The stage in lower case, as metrics and logs show it. */
    String stageName() {
        return stage.name().toLowerCase(java.util.Locale.ROOT);
    }
}
