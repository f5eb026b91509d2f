package io.himar.inference;

import java.util.List;

/**
 * What a server says of a model.
 *
 * @param name the model's name
 * @param versions the versions that are served
 * @param platform what runs it, such as {@code onnxruntime_onnx}
 * @param inputs its inputs
 * @param outputs its outputs
 */
public record ModelMetadata(
        String name, List<String> versions, String platform, List<Tensor> inputs, List<Tensor> outputs) {

    public ModelMetadata {
        versions = List.copyOf(versions);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * An input or output.
     *
     * @param name its name
     * @param type element type
     * @param shape all axes with the batch axis, -1 where any size is accepted
     */
    public record Tensor(String name, DataType type, List<Long> shape) {
        public Tensor {
            shape = List.copyOf(shape);
        }
    }
}
