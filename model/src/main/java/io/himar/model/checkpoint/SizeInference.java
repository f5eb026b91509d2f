package io.himar.model.checkpoint;

import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.PublishedModels;
import io.himar.model.safetensors.TensorContent;
import java.util.List;

/**
 * Which published size a checkpoint has, by its tensors' names and shapes. Head counts leave no trace in them, so what
 * fits no published size needs a configuration.
 */
final class SizeInference {

    /** With most tensors in place it is this size with some damaged, not another one. */
    private static final double LEAST_SHARE = 0.5;

    private SizeInference() {}

    static ModelConfig infer(CheckpointFile checkpoint) throws CheckpointException {
        ModelConfig best = null;
        double share = 0;
        for (ModelConfig config : PublishedModels.all()) {
            double its = share(checkpoint, HiMarParameters.of(config));
            if (its > share) {
                best = config;
                share = its;
            }
        }
        if (share < LEAST_SHARE) {
            throw new CheckpointException(
                    checkpoint.path(),
                    "its " + checkpoint.tensors().size() + " tensors have the shapes of none of the published sizes "
                            + PublishedModels.names() + " (for another one give its configuration)");
        }
        return best;
    }

    private static double share(CheckpointFile checkpoint, List<ParameterSpec> specs) {
        long fitting = specs.stream()
                .filter(spec -> {
                    TensorContent tensor = checkpoint.tensors().get(spec.name());
                    return tensor != null && WeightsFit.matches(tensor, spec);
                })
                .count();
        return (double) fitting / specs.size();
    }
}
