package io.himar.inference.server;

import io.himar.inference.DataType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model takes and gives, as its configuration says.
 *
 * @param model the model's name
 * @param maxBatchSize most rows of one run; 0 when the model has no batch axis
 * @param inputs all required
 * @param outputs those that may be asked for
 */
record Signature(String model, int maxBatchSize, List<Tensor> inputs, List<Tensor> outputs) {

    Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** @param dims sizes without the batch axis; -1 where any size is accepted */
    record Tensor(String name, DataType type, List<Long> dims) {
        Tensor {
            dims = List.copyOf(dims);
        }
    }

    boolean batched() {
        return maxBatchSize > 0;
    }

    Optional<Tensor> input(String name) {
        return inputs.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }

    Optional<Tensor> output(String name) {
        return outputs.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }

    /** The shape on the wire: dims with the batch axis in front where there is one. */
    List<Long> shape(Tensor tensor) {
        return batched() ? Stream.concat(Stream.of(-1L), tensor.dims().stream()).toList() : tensor.dims();
    }
}
