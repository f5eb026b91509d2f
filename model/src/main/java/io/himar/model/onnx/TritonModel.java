package io.himar.model.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A model of a Triton repository: its signature and its graph. */
record TritonModel(String name, List<TensorSignature> inputs, List<TensorSignature> outputs, OnnxModel graph) {

    static final String CONFIGURATION = "config.pbtxt";

    /** Writes the folder {@code name} with {@code config.pbtxt} and {@code VERSION/model.onnx}. */
    void write(Path repository, BatchingPolicy batching, ExportVersion version) throws IOException {
        Path folder = Files.createDirectories(repository.resolve(name));
        graph.write(Files.createDirectories(folder.resolve(version.number())));
        Files.writeString(folder.resolve(CONFIGURATION), configuration(batching) + version.policy() + "\n");
    }

    /**
     * Triton's configuration, but for the version. All requests of a model have equal shapes but for the sampler's
     * steps, so the dynamic batcher merges the steps of unrelated images.
     */
    String configuration(BatchingPolicy batching) {
        return """
                name: "%s"
                backend: "onnxruntime"
                default_model_filename: "%s"
                max_batch_size: %d
                input [
                %s
                ]
                output [
                %s
                ]
                dynamic_batching {
                  max_queue_delay_microseconds: %d
                  default_queue_policy { max_queue_size: %d }
                }
                """.formatted(
                        name,
                        OnnxModel.FILE,
                        batching.maxBatchSize(),
                        list(inputs),
                        list(outputs),
                        batching.maxQueueDelay().toNanos() / 1000,
                        batching.maxQueueSize());
    }

    private static String list(List<TensorSignature> tensors) {
        return tensors.stream().map(TensorSignature::toPbtxt).collect(Collectors.joining(",\n"));
    }
}
