package io.himar.inference;

import java.util.List;
import java.util.Objects;

/**
 * One run of a model.
 *
 * @param model name of the model in the server's repository; its newest version runs
 * @param inputs every input of the model, in any order
 * @param outputs names of the outputs to return; all when empty
 */
public record InferenceRequest(String model, List<InferenceTensor> inputs, List<String> outputs) {

    public InferenceRequest {
        Objects.requireNonNull(model, "model");
        if (model.isBlank()) {
            throw new IllegalArgumentException("model: '" + model + "' (expected: a model's name)");
        }
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
