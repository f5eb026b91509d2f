import io.himar.model.Autoencoder;
import io.himar.model.Backbone;
import io.himar.model.DiffusionHead;
import io.himar.model.MlpHead;
import io.himar.model.ModelConfig;
import io.himar.model.Parameters;
import io.himar.model.Tensor;
import io.himar.model.TransformerHead;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.TensorView;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;

/**
 * The same network in LibTorch, operation by operation and in the released code's order: unknown slots are dropped in
 * the encoder, and every denoising step embeds its time and its condition anew. Both branches of guidance are one
 * batch.
 */
final class EagerNetwork implements Baseline {
    private final Clock clock;
    private final TorchOps ops = TorchOps.create();
    private final ModelConfig model;
    private final Requests requests;
    /** Both branches of guidance of each image. */
    private final int rows;

    private final Backbone backbone;
    private final MlpHead mlpHead;
    private final TransformerHead transformerHead;
    private final Autoencoder autoencoder;

    EagerNetwork(Requests requests, Path directory, Clock clock) throws IOException {
        this.clock = clock;
        this.model = requests.model();
        this.requests = requests;
        this.rows = 2 * requests.images();
        torch.set_num_threads(clock.threads());
        Parameters network = parameters(directory.resolve(ModelExporter.NETWORK_FILE));
        this.backbone = new Backbone(ops, network, model);
        this.mlpHead = new MlpHead(ops, network.in("diffloss.net"), model);
        this.transformerHead = new TransformerHead(ops, network.in("cond_diffloss.net"), model);
        this.autoencoder =
                new Autoencoder(ops, parameters(directory.resolve(ModelExporter.AUTOENCODER_FILE)), model.vae());
    }

    private static Parameters parameters(Path file) throws IOException {
        Map<String, Tensor> tensors = new HashMap<>();
        try (SafetensorsFile source = SafetensorsFile.open(file)) {
            for (String name : source.names()) {
                TensorView view = source.tensor(name);
                tensors.put(name, new TorchTensor(Tensors.of(view.toFloats(), view.shape())));
            }
        }
        return tensors::get;
    }

    private double free(Runnable work) throws IOException {
        try {
            return clock.seconds(() -> {
                try (PointerScope scope = new PointerScope();
                        NoGradGuard guard = new NoGradGuard()) {
                    work.run();
                }
            });
        } catch (Exception e) {
            throw new IOException("LibTorch failed: " + e, e);
        }
    }

    @Override
    public String name() {
        return "LibTorch";
    }

    @Override
    public double pivotBackbone() throws IOException {
        return free(() -> backbone.pivot(
                random(rows, model.lowTokens(), model.channels()),
                gathered(model.lowTokens(), requests.knownInPivot()),
                classes()));
    }

    @Override
    public double refineBackbone() throws IOException {
        return free(() -> backbone.refine(
                backbone.projectCondition(random(rows, model.lowTokens(), model.width())),
                random(rows, model.denseTokens(), model.channels()),
                gathered(model.denseTokens(), requests.knownInRefine()),
                classes()));
    }

    @Override
    public double mlpSteps(int steps) throws IOException {
        return free(() -> denoise(mlpHead, 2, steps));
    }

    @Override
    public double transformerSteps(int steps) throws IOException {
        return free(() -> denoise(transformerHead, model.denseTokens(), steps));
    }

    @Override
    public double decode() throws IOException {
        return free(() -> autoencoder.decodeToBytes(
                random(requests.images(), model.channels(), model.denseSide(), model.denseSide()),
                model.latentScale()));
    }

    @Override
    public void close() {
        // holds no process
    }

    private void denoise(DiffusionHead head, int tokens, int steps) {
        int images = requests.images();
        Tensor z = random(rows, tokens, model.width());
        Tensor start = random(images, tokens, model.channels());
        ops.loop(random(images, steps, 1), List.of(start), (step, states) -> {
            Tensor x = states.get(0);
            float[] times = new float[rows];
            Arrays.fill(times, 500);
            Tensor time = head.time(new TorchTensor(Tensors.of(times, rows, 1, 1)));
            DiffusionHead.Prediction both = head.predict(ops.concat(0, x, x), time, head.condition(z));
            Tensor conditional = both.noise().slice(0, 0, images);
            Tensor unconditional = both.noise().slice(0, images, rows);
            Tensor noise = unconditional.plus(conditional.minus(unconditional).times(2.5));
            Tensor x0 = x.times(1.1).minus(noise.times(0.5));
            Tensor next = x.times(0.9).plus(x0.times(0.1));
            Tensor spread = both.variance() == null
                    ? next.times(0).plus(0.01)
                    : both.variance().slice(0, 0, images).plus(1).times(0.5).exp();
            Tensor drawn = new TorchTensor(torch.randn_like(((TorchTensor) next).value()));
            return List.of(next.plus(drawn.times(spread)));
        });
    }

    private static Tensor random(long... shape) {
        return new TorchTensor(torch.randn(shape));
    }

    private Tensor classes() {
        long[] classes = new long[rows];
        Arrays.fill(classes, 0, requests.images(), 207);
        Arrays.fill(classes, requests.images(), rows, -1);
        return new TorchTensor(Tensors.of(classes, rows));
    }

    /** The first slots are known, in both branches. */
    private Backbone.Known gathered(int slots, int known) {
        long[] positions = new long[rows * known];
        long[] restore = new long[rows * slots];
        boolean[] flags = new boolean[rows * slots];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < known; i++) {
                positions[row * known + i] = i;
                restore[row * slots + i] = i;
                flags[row * slots + i] = true;
            }
        }
        return new Backbone.Known.Gathered(
                new TorchTensor(Tensors.of(positions, rows, known)),
                new TorchTensor(Tensors.of(restore, rows, slots)),
                new TorchTensor(Tensors.of(flags, rows, slots)),
                known);
    }
}
