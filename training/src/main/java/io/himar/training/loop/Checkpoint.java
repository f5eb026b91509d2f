package io.himar.training.loop;

import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import io.himar.training.torch.AdamW;
import io.himar.training.torch.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that a stopped training needs to go on; everything random follows from the seed and the step. The file is written
 * beside the old one, forced to disk and renamed over it, so a crash leaves the old or the new one whole.
 */
public record Checkpoint(AdamW.State optimizer, float[] parameters, float[] average, long step) {

    static Checkpoint of(long step, Trainee trainee) {
        return new Checkpoint(
                trainee.optimizer().state(),
                Tensors.floats(trainee.parameters().flat()),
                Tensors.floats(trainee.average().flat()),
                step);
    }

    public static Optional<Checkpoint> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            AdamW.State optimizer = new AdamW.State(
                    tensors.tensor("optimizer.step").toLongs()[0],
                    tensors.tensor("optimizer.mean").toFloats(),
                    tensors.tensor("optimizer.square").toFloats());
            return Optional.of(new Checkpoint(
                    optimizer,
                    tensors.tensor("parameters").toFloats(),
                    tensors.tensor("average").toFloats(),
                    tensors.tensor("step").toLongs()[0]));
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    void write(Path file) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("step", TensorData.longs(new long[] {step}, 1));
        tensors.put("optimizer.step", TensorData.longs(new long[] {optimizer.step()}, 1));
        tensors.put("optimizer.mean", TensorData.floats(optimizer.mean(), optimizer.mean().length));
        tensors.put("optimizer.square", TensorData.floats(optimizer.square(), optimizer.square().length));
        tensors.put("parameters", TensorData.floats(parameters, parameters.length));
        tensors.put("average", TensorData.floats(average, average.length));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            SafetensorsWriter.write(file, tensors, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoint " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException where the checkpoint is of another network */
    void restore(Trainee trainee) {
        long expected = trainee.parameters().flat().numel();
        if (expected != parameters.length) {
            throw new IllegalArgumentException("the checkpoint holds " + parameters.length + " values (expected: "
                    + expected + ", as the configuration says)");
        }
        trainee.parameters().flat().copy_(Tensors.of(parameters, parameters.length));
        trainee.optimizer().restore(optimizer);
        trainee.average().restore(average);
    }
}
