import io.himar.model.ModelConfig;
import io.himar.model.Preset;
import io.himar.model.PublishedModels;
import io.himar.model.SamplingDefaults;
import io.himar.model.SamplingOperations;
import io.himar.model.onnx.BatchingPolicy;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.onnx.Precision;
import io.himar.model.onnx.runtime.GraphInput;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What batches give: the three served graphs of a model with 1 to 32 images in a call, in process. The model is that of
 * a folder, or base size with random weights. An image is put together from its parts by the preset {@code exact}. Run
 * by {@code benchmarks/batches}.
 */
public final class BatchesBenchmark {
    private static final int FEW = 2;
    private static final int MLP_STEPS = 42;
    private static final int TRANSFORMER_STEPS = 8;
    /** So long a short call is repeated, in seconds. */
    private static final double ENOUGH = 0.3;

    private static final int SGEMMS = 9;

    private final ModelConfig model;
    private final Path repository;
    private final Clock clock;
    private final int rounds;
    private final boolean decoding;

    private BatchesBenchmark(ModelConfig model, Path repository, Clock clock, int rounds, boolean decoding) {
        this.model = model;
        this.repository = repository;
        this.clock = clock;
        this.rounds = rounds;
        this.decoding = decoding;
    }

    public static void main(String[] args) throws Exception {
        Clock clock = Clock.chosen();
        Precision precision = Precision.of(System.getProperty("precision", "fp32"));
        int[] batches = Arrays.stream(
                        System.getProperty("batches", "1,2,4,8,16,32").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        try (Scratch scratch = Scratch.named("himar-batches")) {
            Path weights = args.length > 0
                    ? Path.of(args[0])
                    : randomWeights(scratch.folder().resolve("weights"));
            ModelConfig model = ModelConfig.read(weights.resolve(ModelExporter.CONFIG_FILE));
            Path repository = scratch.folder().resolve("repository");
            ModelExporter.export(weights, repository, precision, BatchingPolicy.DEFAULT);
            boolean decoding = !Boolean.getBoolean("undecoded");
            int rounds = Integer.getInteger("rounds", 3);
            new BatchesBenchmark(model, repository, clock, rounds, decoding).run(precision, batches);
        }
    }

    private static Path randomWeights(Path folder) throws IOException {
        RandomWeights.write(PublishedModels.find("himar-base-256").orElseThrow(), folder);
        return folder;
    }

    private void run(Precision precision, int[] batches) throws Exception {
        System.out.printf(
                "%s in %s, %d threads, %s clock%s%n%n",
                model.name(), precision, clock.threads(), clock.name(), decoding ? "" : "; without decoding");
        System.out.println("| images in a call | stage-1 backbone | MLP head, a step | stage-2 backbone"
                + " | Transformer head, a step | decode | image | images a second | of sgemm | latency | memory |");
        System.out.println("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        for (int images : batches) {
            Requests requests = new Requests(model, images);
            ResidentSet.forgetOwnPeak();
            Stage pivot = stage("-pivot", requests::pivot, SamplerTable::pivot, MLP_STEPS, images);
            Stage refine = stage("-refine", requests::refine, SamplerTable::refine, TRANSFORMER_STEPS, images);
            double decode = decoding ? decode(requests) : 0;
            report(images, pivot, refine, decode, sgemm());
        }
    }

    /** Seconds of an image in a call of one stage: the backbone, and each denoising step. */
    private record Stage(double backbone, double step) {}

    private interface Table {
        SamplerTable of(SamplerKind kind, int steps, float temperature);
    }

    /** The denoising loop is inside the graph: a step is the difference between a long and a short loop. */
    private Stage stage(
            String graph, Function<SamplerTable, Map<String, GraphInput>> request, Table table, int steps, int images)
            throws Exception {
        var few = request.apply(table.of(SamplerKind.DDPM, FEW, 1));
        var many = request.apply(table.of(SamplerKind.DDPM, steps, 1));
        try (ServedGraph served = new ServedGraph(repository, model.name() + graph, clock.threads())) {
            List<Double> shorts = new ArrayList<>();
            List<Double> longs = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                double shortSeconds = seconds(served, few);
                double longSeconds = seconds(served, many);
                if (round > 0) { // the first one warms up
                    shorts.add(shortSeconds / images);
                    longs.add(longSeconds / images);
                }
            }
            double step = (Median.of(longs) - Median.of(shorts)) / (steps - FEW);
            return new Stage(Median.of(shorts) - FEW * step, step);
        }
    }

    private double decode(Requests requests) throws Exception {
        var latents = requests.decode();
        try (ServedGraph served = new ServedGraph(repository, model.name() + "-decode", clock.threads())) {
            List<Double> times = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                double seconds = seconds(served, latents);
                if (round > 0) {
                    times.add(seconds / requests.images());
                }
            }
            return Median.of(times);
        }
    }

    private double sgemm() throws Exception {
        List<Double> speeds = new ArrayList<>();
        for (int i = 0; i < SGEMMS; i++) {
            speeds.add(Sgemm.operationsASecond(clock));
        }
        return Median.of(speeds);
    }

    /** Of one call. */
    private double seconds(ServedGraph served, Map<String, GraphInput> inputs) throws Exception {
        double begin = clock.now();
        int calls = 0;
        do {
            served.run(inputs);
            calls++;
        } while (clock.now() - begin < ENOUGH);
        return (clock.now() - begin) / calls;
    }

    private void report(int images, Stage pivot, Stage refine, double decode, double sgemm) throws IOException {
        SamplingDefaults exact = model.sampling(Preset.EXACT);
        double drawn = exact.pivot().steps() * (pivot.backbone + exact.pivot().denoisingSteps() * pivot.step)
                + exact.refine().steps() * (refine.backbone + exact.refine().denoisingSteps() * refine.step);
        double image = drawn + decode;
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %s | %s | %s | %s | %.3g s | %.3g | %.0f %% | %.3g s | %d MB |%n",
                images,
                milliseconds(pivot.backbone),
                milliseconds(pivot.step),
                milliseconds(refine.backbone),
                milliseconds(refine.step),
                decoding ? milliseconds(decode) : "-",
                image,
                1 / image,
                100 * SamplingOperations.perImage(model, exact) / drawn / sgemm,
                image * images,
                ResidentSet.peakMebibytes(ProcessHandle.current().pid()));
    }

    private static String milliseconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 0.1 ? "%.2f ms" : "%.0f ms", seconds * 1000);
    }
}
