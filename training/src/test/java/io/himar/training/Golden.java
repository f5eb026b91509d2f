package io.himar.training;

import io.himar.model.GoldenFiles;
import io.himar.model.ModelConfig;
import io.himar.model.Parameters;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.TensorView;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Reference numbers of the released implementation as LibTorch tensors. */
public final class Golden implements AutoCloseable {
    private final SafetensorsFile file;

    private Golden(SafetensorsFile file) {
        this.file = file;
    }

    public static Golden open(String name) {
        return new Golden(GoldenFiles.open(name));
    }

    public static ModelConfig config() {
        return ModelConfig.read(GoldenFiles.path("config.json"));
    }

    public Tensor tensor(String name) {
        TensorView view = view(name);
        return switch (view.dtype()) {
            case I64 -> Tensors.of(view.toLongs(), view.shape());
            default -> Tensors.of(view.toFloats(), view.shape());
        };
    }

    public TorchTensor wrapped(String name) {
        return new TorchTensor(tensor(name));
    }

    public boolean[][] mask(String name) {
        TensorView view = view(name);
        int rows = (int) view.shape()[0];
        int columns = view.shape().length == 1 ? 1 : (int) view.shape()[1];
        double[] values = view.toDoubles();
        boolean[][] mask = new boolean[rows][columns];
        for (int i = 0; i < values.length; i++) {
            mask[i / columns][i % columns] = values[i] != 0;
        }
        return mask;
    }

    /** The weights of this file whose names begin with the prefix, without it and without gradients. */
    public Parameters parameters(String prefix) {
        Map<String, TorchTensor> tensors = new HashMap<>();
        for (String name : file.names()) {
            if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), wrapped(name));
            }
        }
        return tensors::get;
    }

    public float scalar(String name) {
        return view(name).toFloats()[0];
    }

    public long[] longs(String name) {
        return view(name).toLongs();
    }

    private TensorView view(String name) {
        try {
            return file.tensor(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The largest difference of two tensors of equal shape. */
    public static double difference(Tensor found, Tensor expected) {
        if (!Arrays.equals(found.shape(), expected.shape())) {
            throw new AssertionError("shape " + Arrays.toString(found.shape()) + " (expected: "
                    + Arrays.toString(expected.shape()) + ")");
        }
        return found.sub(expected).abs().max().item_double();
    }

    public static double difference(io.himar.model.Tensor found, Tensor expected) {
        return difference(((TorchTensor) found).value(), expected);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
