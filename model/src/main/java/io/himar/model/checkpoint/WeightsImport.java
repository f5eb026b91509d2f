package io.himar.model.checkpoint;

import io.himar.model.ParameterSpec;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The weights of one network on their way from a checkpoint to a safetensors file. */
final class WeightsImport {
    private final CheckpointFile checkpoint;
    private final boolean extraAllowed;
    private final WeightsFit fit;
    private final Map<String, CheckedTensor> tensors = new LinkedHashMap<>();

    /** @param extraAllowed whether tensors that the network does not have are left out instead of refused */
    WeightsImport(
            CheckpointFile checkpoint, List<ParameterSpec> specs, WeightPrecision precision, boolean extraAllowed) {
        this.checkpoint = checkpoint;
        this.extraAllowed = extraAllowed;
        this.fit = WeightsFit.compare(checkpoint.tensors(), specs);
        for (ParameterSpec spec : specs) {
            TensorContent tensor = checkpoint.tensors().get(spec.name());
            if (tensor != null && WeightsFit.matches(tensor, spec)) {
                TensorContent converted = precision
                        .dtype()
                        .<TensorContent>map(type -> new ConvertedTensor(tensor, type))
                        .orElse(tensor);
                tensors.put(spec.name(), new CheckedTensor(converted));
            }
        }
    }

    /** What is wrong so far. */
    Optional<String> problems() {
        return fit.problems(extraAllowed).map(problems -> checkpoint.path() + ": " + problems);
    }

    /** Reads all values for those that are not finite, so that one report names everything. */
    void scan() throws IOException {
        for (CheckedTensor tensor : tensors.values()) {
            try (InputStream values = tensor.open()) {
                values.transferTo(OutputStream.nullOutputStream());
            }
        }
        noteNotFinite();
    }

    /** Writes the values, noting those that are not finite; afterwards {@link #problems} says whether they may stay. */
    void write(Path file) throws IOException {
        SafetensorsWriter.write(file, tensors, Map.of("format", "pt"));
        noteNotFinite();
    }

    private void noteNotFinite() {
        tensors.forEach((name, tensor) -> {
            if (tensor.notFinite() > 0) {
                fit.addNotFinite(name, tensor.notFinite());
            }
        });
    }

    /** The tensors that were left out. */
    List<String> leftOut() {
        return extraAllowed ? fit.extra() : List.of();
    }

    long bytes() {
        return tensors.values().stream().mapToLong(TensorContent::bytes).sum();
    }
}
