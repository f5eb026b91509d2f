package io.himar.model.onnx;

import io.himar.model.ParameterSpec;
import io.himar.model.Parameters;
import io.himar.model.safetensors.DType;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.TensorContent;
import io.himar.model.safetensors.TensorView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The weights of a network in a safetensors file, as constants of graphs. */
final class GraphWeights implements AutoCloseable {

    private final SafetensorsFile file;
    private final Map<String, ParameterSpec> specs;

    private GraphWeights(SafetensorsFile file, Map<String, ParameterSpec> specs) {
        this.file = file;
        this.specs = specs;
    }

    /** Opens a file of which the tensors must have the shapes given; a missing one matters once it is asked for. */
    static GraphWeights open(Path path, List<ParameterSpec> specs) throws IOException {
        Map<String, ParameterSpec> byName =
                specs.stream().collect(Collectors.toMap(ParameterSpec::name, Function.identity()));
        return new GraphWeights(SafetensorsFile.open(path), byName);
    }

    /** The weights as constants of one graph, read when that graph is written. */
    Parameters in(GraphRecorder recorder) {
        return in(recorder, "");
    }

    /** As {@link #in(GraphRecorder)}, of a file that puts a prefix before the network's own names. */
    Parameters in(GraphRecorder recorder, String prefix) {
        return name -> {
            long[] shape = content(prefix + name).shape();
            checkShape(name, prefix + name, shape);
            // Mapped when written and let go then: a graph of all weights would otherwise keep the whole file in
            // memory.
            return new OnnxConstant(recorder, name, ElementType.FLOAT, shape, () -> {
                TensorView view = tensor(prefix + name);
                return view.dtype() == DType.F32 ? view.data() : OnnxConstant.encode(view.toFloats());
            });
        };
    }

    /**
     * Reads all weights of the network once.
     *
     * @throws IOException naming the first tensor that holds a value that is not finite
     */
    void requireFinite() throws IOException {
        for (String name : file.names()) {
            if (!specs.containsKey(name)) {
                continue;
            }
            int count = 0;
            for (float value : file.tensor(name).toFloats()) {
                if (!Float.isFinite(value)) {
                    count++;
                }
            }
            if (count > 0) {
                throw new IOException(file.path() + ": tensor " + name + ": " + count
                        + (count == 1 ? " value is" : " values are")
                        + " infinite or not a number (expected: none; the weights are ruined)");
            }
        }
    }

    private TensorContent content(String name) {
        try {
            return file.content(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TensorView tensor(String name) {
        try {
            return file.tensor(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkShape(String name, String tensor, long[] shape) {
        ParameterSpec spec = specs.get(name);
        if (spec == null) {
            throw new IllegalArgumentException("parameter: " + name + " (expected: one the network has)");
        }
        long[] expected = spec.shape().stream().mapToLong(Long::longValue).toArray();
        if (!Arrays.equals(expected, shape)) {
            throw new IllegalArgumentException(file.path() + ": tensor " + tensor + ": shape "
                    + Arrays.toString(shape) + " (expected: " + Arrays.toString(expected)
                    + " by the model's configuration)");
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
