package io.himar.inference;

import java.util.List;
import java.util.Objects;

/**
 * One run of a model.
 *
 * @param model name of the model in the server's repository
 * @param version of it that must run; empty for the one that the server has
 * @param inputs every input of the model, in any order
 * @param outputs names of the outputs to return; all when empty
 */
public record InferenceRequest(String model, String version, List<InferenceTensor> inputs, List<String> outputs) {

    public InferenceRequest {
        Objects.requireNonNull(model, "model");
        if (model.isBlank()) {
            throw new IllegalArgumentException("model: '" + model + "' (expected: a model's name)");
        }
        Objects.requireNonNull(version, "version");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Of the version that the server has. */
    public InferenceRequest(String model, List<InferenceTensor> inputs, List<String> outputs) {
        this(model, "", inputs, outputs);
    }

    /** The same of that version of the model. */
    public InferenceRequest ofVersion(String newVersion) {
        return new InferenceRequest(model, newVersion, inputs, outputs);
    }
}
