package io.himar.model.checkpoint.torch;

import io.himar.model.AutoencoderParameters;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.ParameterSpec.Initial;
import io.himar.model.PublishedModels;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Checkpoints as the released trainer writes them, with random weights of any size. */
public final class ReleasedFiles {
    public static final String NETWORK = "checkpoint-last.pth";
    public static final String AUTOENCODER = "kl16.ckpt";

    private ReleasedFiles() {}

    /** Writes both files into a folder. The averaged weights differ from the others; the latter are one value each. */
    public static void write(ModelConfig config, Path folder) throws IOException {
        List<ParameterSpec> specs = HiMarParameters.of(config);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("model", new Python.OrderedDict(constants(specs)));
        root.put("optimizer", Map.of("state", Map.of(0, Map.of("step", 400.0)), "param_groups", List.of()));
        root.put("epoch", 400);
        root.put("scaler", Map.of("scale", 65536.0, "growth_interval", 2000));
        root.put(
                "args",
                new Python.Instance(
                        new Python.Global("argparse", "Namespace"),
                        Map.of("img_size", config.imageSize(), "device", "cuda")));
        root.put("model_ema", new Python.OrderedDict(random(specs, true)));
        TorchFileWriter.write(folder.resolve(NETWORK), root);
        TorchFileWriter.write(
                folder.resolve(AUTOENCODER),
                Map.of("model", new Python.OrderedDict(random(AutoencoderParameters.of(config.vae()), false))));
    }

    /** Every value of a parameter in one element, seen along strides of zero. */
    private static Map<String, Python> constants(List<ParameterSpec> specs) {
        Map<String, Python> tensors = new LinkedHashMap<>();
        StorageData zero = StorageData.floats(0);
        for (ParameterSpec spec : specs) {
            List<Long> stride = spec.shape().stream().map(size -> 0L).toList();
            tensors.put(spec.name(), new Python.Tensor(zero, 0, spec.shape(), stride));
        }
        return tensors;
    }

    private static Map<String, Python> random(List<ParameterSpec> specs, boolean parameters) {
        Map<String, Python> tensors = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            StorageData storage =
                    new StorageData("FloatStorage", "cuda:0", spec.entries(), out -> writeRandom(spec, out));
            Python.Tensor tensor = Python.Tensor.of(
                    storage, spec.shape().stream().mapToLong(Long::longValue).toArray());
            tensors.put(spec.name(), parameters ? new Python.Parameter(tensor) : tensor);
        }
        return tensors;
    }

    /** Small values around where training starts, so that a network of any depth stays in bounds. */
    private static void writeRandom(ParameterSpec spec, OutputStream out) throws IOException {
        SplittableRandom random = new SplittableRandom(spec.name().hashCode());
        float centre = spec.initial() instanceof Initial.Constant constant ? constant.value() : 0;
        float spread = spread(spec);
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (long left = spec.entries(); left > 0; ) {
            chunk.clear();
            for (; left > 0 && chunk.hasRemaining(); left--) {
                chunk.putFloat(centre + spread * (random.nextInt() * 0x1p-31f));
            }
            out.write(chunk.array(), 0, chunk.position());
        }
    }

    private static float spread(ParameterSpec spec) {
        List<Long> shape = spec.shape();
        if (shape.size() < 2) {
            return 0.05f;
        }
        long in = shape.stream().skip(1).reduce(1L, Math::multiplyExact);
        return (float) Math.min(0.5, 1 / Math.sqrt((double) in));
    }

    /** Writes files of a published size by hand: its name and the folder. */
    public static void main(String[] arguments) throws IOException {
        ModelConfig config = PublishedModels.find(arguments[0]).orElseThrow();
        write(config, Files.createDirectories(Path.of(arguments[1])));
    }
}
