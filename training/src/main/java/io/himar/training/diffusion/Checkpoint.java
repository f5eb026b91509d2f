package io.himar.training.diffusion;

import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import io.himar.training.torch.AdamW;
import io.himar.training.torch.MovingAverage;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TrainableParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that a stopped run needs to go on. The file is written beside the old one, forced to disk and renamed over it, so
 * a crash leaves the old or the new one whole.
 */
record Checkpoint(AdamW.State optimizer, float[] parameters, float[] average, long step) {

    static Checkpoint of(long step, TrainableParameters parameters, AdamW optimizer, MovingAverage average) {
        return new Checkpoint(
                optimizer.state(), Tensors.floats(parameters.flat()), Tensors.floats(average.flat()), step);
    }

    static Optional<Checkpoint> read(Path file) {
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
    void restore(TrainableParameters target, AdamW targetOptimizer, MovingAverage targetAverage) {
        if (target.flat().numel() != parameters.length) {
            throw new IllegalArgumentException("the checkpoint holds " + parameters.length + " values (expected: "
                    + target.flat().numel() + ", as the configuration says)");
        }
        target.flat().copy_(Tensors.of(parameters, parameters.length));
        targetOptimizer.restore(optimizer);
        targetAverage.restore(average);
    }
}
