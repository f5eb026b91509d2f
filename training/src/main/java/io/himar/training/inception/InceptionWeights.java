package io.himar.training.inception;

import io.himar.model.checkpoint.CheckpointFile;
import io.himar.model.safetensors.TensorContent;
import io.himar.training.torch.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/** The network's tensors by their names in torch-fidelity's and pytorch-fid's file. */
record InceptionWeights(Map<String, Tensor> tensors) {

    /**
     * Reads a file of {@code torch.save} or safetensors. Further tensors are ignored: some files count training
     * batches.
     *
     * @param shapes of all that must be there
     * @throws IllegalArgumentException naming every tensor that is missing or of another shape or type
     * @throws UncheckedIOException where the file cannot be read
     */
    static InceptionWeights read(Path path, Map<String, List<Long>> shapes) {
        try (CheckpointFile file = CheckpointFile.open(path, Optional.empty())) {
            check(path, file.tensors(), shapes);
            Map<String, Tensor> tensors = new HashMap<>();
            for (Map.Entry<String, List<Long>> wanted : shapes.entrySet()) {
                long[] shape =
                        wanted.getValue().stream().mapToLong(Long::longValue).toArray();
                tensors.put(wanted.getKey(), Tensors.of(file.floats(wanted.getKey()), shape));
            }
            return new InceptionWeights(Map.copyOf(tensors));
        } catch (IOException e) {
            throw new UncheckedIOException("the Inception weights cannot be read: " + e.getMessage(), e);
        }
    }

    private static void check(Path path, Map<String, TensorContent> tensors, Map<String, List<Long>> shapes) {
        List<String> problems = new ArrayList<>();
        shapes.forEach((name, expected) -> {
            TensorContent tensor = tensors.get(name);
            if (tensor == null) {
                problems.add(name + ": missing (expected: " + expected + ")");
                return;
            }
            List<Long> found = LongStream.of(tensor.shape()).boxed().toList();
            if (!found.equals(expected)) {
                problems.add(name + ": " + found + " (expected: " + expected + ")");
            } else if (!CheckpointFile.isFloating(tensor)) {
                problems.add(name + ": " + tensor.dtype() + " (expected: a floating type)");
            }
        });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("the Inception weights " + path + " do not fit in " + problems.size()
                    + " of " + shapes.size() + " tensors: " + String.join("; ", problems));
        }
    }

    Tensor get(String name) {
        return tensors.get(name);
    }
}
