package io.himar.worker;

import io.himar.inference.InferenceException;
import io.himar.inference.ModelMetadata;
import io.himar.inference.stage.StageGraph;
import io.himar.model.catalog.ModelEntry;
import io.himar.model.sampling.SamplerTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * What the served graphs of the stages take. The inference server is asked once for each version of a graph. Safe for
 * use by many threads.
 */
public final class StageGraphs {
    private static final long ANY = -1;

    private final BiFunction<String, String, ModelMetadata> metadata;
    private final Map<Graph, StageGraph> known = new ConcurrentHashMap<>();

    private record Graph(String name, String version) {}

    /** @param metadata what the inference server says of a graph in a version */
    StageGraphs(BiFunction<String, String, ModelMetadata> metadata) {
        this.metadata = metadata;
    }

    /**
     * What a model's graph takes; as graphs are exported now, if the server has no answer to such questions.
     *
     * @param stage what the graph's name ends with, {@code pivot} or {@code refine}
     * @throws ServerAtFaultException if the server cannot be asked the first time
     */
    public StageGraph of(ModelEntry model, String stage) {
        Graph graph = new Graph(model.name() + "-" + stage, model.version());
        // Only an answer is remembered: behind the same address another server may come.
        StageGraph told = known.computeIfAbsent(graph, this::ask);
        return told == null ? StageGraph.CURRENT : told;
    }

    /** Null if the server answers no such question. */
    private StageGraph ask(Graph graph) {
        List<ModelMetadata.Tensor> inputs;
        try {
            inputs = metadata.apply(graph.name(), graph.version()).inputs();
        } catch (InferenceException failure) {
            if (failure.code() == InferenceException.Code.UNIMPLEMENTED) {
                return null;
            }
            // The question has nothing to do with an image, so no answer to it is the image's fault.
            throw new ServerAtFaultException(failure);
        }
        return new StageGraph(axis(inputs, "predict", 1) == ANY, SamplerTable.columns(axis(inputs, "sampler", 2)));
    }

    /** How long an axis of an input is; {@link #ANY} too if there is no such input. */
    private static long axis(List<ModelMetadata.Tensor> inputs, String name, int axis) {
        return inputs.stream()
                .filter(input -> input.name().equals(name))
                .mapToLong(input -> input.shape().get(axis))
                .findFirst()
                .orElse(ANY);
    }
}
