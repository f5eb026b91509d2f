import io.himar.model.ModelConfig;
import io.himar.model.PublishedModels;
import io.himar.model.onnx.BatchingPolicy;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.onnx.Precision;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Times the three served graphs against a baseline at base size with random weights and guidance: the released code
 * where {@code -Dreleased=DIR} points to a checkout, or else the same network in LibTorch eager. {@code -Dimages=N}
 * computes N images in one batch; all figures are those of one image. Run by {@code benchmarks/graphs}.
 *
 * <p>The two take turns, and each figure is the median of its rounds. {@code -Dclock=cpu} takes processor time divided
 * by threads instead of the wall clock, for a machine that others use: it leaves waiting out. The denoising loop is
 * inside the graphs: a step's time is the difference between a long and a short loop.
 */
public final class GraphsBenchmark {
    private static final int FEW = 2;
    private static final int MLP_STEPS = 42;
    private static final int TRANSFORMER_STEPS = 8;

    /** Of the rows in which guidance goes by one difference for two denoising steps. */
    private static final int REFRESH = 2;

    private static final String REFRESHED = "Transformer head step, refresh 2";

    private final ModelConfig model;
    private final Requests requests;
    private final Path repository;
    private final Baseline baseline;
    private final Clock clock;
    private final int rounds;
    private final Map<String, Double> ours = new LinkedHashMap<>();
    private final Map<String, Double> theirs = new LinkedHashMap<>();
    private final List<Double> peaks = new ArrayList<>();

    private GraphsBenchmark(Requests requests, Path repository, Baseline baseline, Clock clock, int rounds) {
        this.model = requests.model();
        this.requests = requests;
        this.repository = repository;
        this.baseline = baseline;
        this.clock = clock;
        this.rounds = rounds;
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.getInteger("rounds", 7);
        Clock clock = Clock.chosen();
        try (Scratch scratch = Scratch.named("himar-graphs")) {
            Path directory = scratch.folder();
            Path weights = directory.resolve("weights");
            ModelConfig model = PublishedModels.find("himar-base-256").orElseThrow();
            RandomWeights.write(model, weights);
            Precision precision = Precision.of(System.getProperty("precision", "fp32"));
            ModelExporter.export(weights, directory.resolve("repository"), precision, BatchingPolicy.DEFAULT);
            Requests requests = new Requests(model, Integer.getInteger("images", 1));
            String released = System.getProperty("released");
            try (Baseline baseline = released == null
                    ? new EagerNetwork(requests, weights, clock)
                    : new ReleasedCode(Path.of(released), weights, requests, clock)) {
                new GraphsBenchmark(requests, directory.resolve("repository"), baseline, clock, rounds).run();
            }
        }
    }

    private interface Timed {
        double seconds() throws Exception;
    }

    private void run() throws Exception {
        SamplerTable few = SamplerTable.pivot(SamplerKind.DDPM, FEW, 1);
        try (ServedGraph graph = new ServedGraph(repository, model.name() + "-pivot", clock.threads())) {
            var small = requests.pivot(few);
            var large = requests.pivot(SamplerTable.pivot(SamplerKind.DDPM, MLP_STEPS, 1));
            Map<String, Double> medians = interleaved(Map.of(
                    "short", () -> clock.seconds(() -> graph.run(small)),
                    "long", () -> clock.seconds(() -> graph.run(large)),
                    "their backbone", baseline::pivotBackbone,
                    "their steps", () -> baseline.mlpSteps(MLP_STEPS)));
            record("stage-1 backbone", "MLP head step", medians, MLP_STEPS);
        }
        try (ServedGraph graph = new ServedGraph(repository, model.name() + "-refine", clock.threads())) {
            var small = requests.refine(SamplerTable.refine(SamplerKind.DDPM, FEW, 1));
            var large = requests.refine(SamplerTable.refine(SamplerKind.DDPM, TRANSFORMER_STEPS, 1));
            var fewer = requests.refine(
                    SamplerTable.refine(SamplerKind.DDPM, TRANSFORMER_STEPS, 1).refreshingGuidance(REFRESH));
            Map<String, Double> medians = interleaved(Map.of(
                    "short", () -> clock.seconds(() -> graph.run(small)),
                    "long", () -> clock.seconds(() -> graph.run(large)),
                    "fewer", () -> clock.seconds(() -> graph.run(fewer)),
                    "their backbone", baseline::refineBackbone,
                    "their steps", () -> baseline.transformerSteps(TRANSFORMER_STEPS)));
            record("stage-2 backbone", "Transformer head step", medians, TRANSFORMER_STEPS);
            ours.put(REFRESHED, (medians.get("fewer") - ours.get("stage-2 backbone")) / TRANSFORMER_STEPS);
            theirs.put(REFRESHED, theirs.get("Transformer head step"));
        }
        try (ServedGraph graph = new ServedGraph(repository, model.name() + "-decode", clock.threads())) {
            var latent = requests.decode();
            Map<String, Double> medians = interleaved(
                    Map.of("ours", () -> clock.seconds(() -> graph.run(latent)), "theirs", baseline::decode));
            ours.put("decode", medians.get("ours"));
            theirs.put("decode", medians.get("theirs"));
        }
        report();
    }

    private void record(String backbone, String step, Map<String, Double> medians, int steps) {
        double each = (medians.get("long") - medians.get("short")) / (steps - FEW);
        ours.put(backbone, medians.get("short") - FEW * each);
        ours.put(step, each);
        theirs.put(backbone, medians.get("their backbone"));
        theirs.put(step, medians.get("their steps") / steps);
    }

    /** Median seconds of each work; the first round warms up. */
    private Map<String, Double> interleaved(Map<String, Timed> works) throws Exception {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Timed> work : works.entrySet()) {
                Thread.sleep(300); // the other library's threads go to sleep
                double seconds = work.getValue().seconds();
                if (round > 0) {
                    times.computeIfAbsent(work.getKey(), name -> new ArrayList<>())
                            .add(seconds / requests.images());
                }
            }
            peaks.add(Sgemm.operationsASecond(clock));
        }
        Map<String, Double> medians = new LinkedHashMap<>();
        times.forEach((name, seconds) -> medians.put(name, Median.of(seconds)));
        return medians;
    }

    private void report() {
        double peak = Median.of(peaks);
        System.out.printf(Locale.ROOT, "%s: %.0f GFLOP/s on %d threads%n", Sgemm.NAME, peak / 1e9, clock.threads());
        System.out.printf("Baseline: %s%n", baseline.name());
        System.out.printf(Locale.ROOT, "Images in a batch: %d; times are those of one image%n%n", requests.images());
        System.out.printf("| %-32s | %12s | %12s | %6s | %9s |%n", "", "baseline", "himar", "ratio", "of sgemm");
        System.out.println("|---|---|---|---|---|");
        Flops flops = new Flops(model, requests);
        for (String part : ours.keySet()) {
            double share = part.equals(REFRESHED) ? Double.NaN : 100 * flops.of(part) / ours.get(part) / peak;
            row(part, theirs.get(part), ours.get(part), share);
        }
        double published = image(theirs, 100, 250);
        row("image, 100 and 250 DDPM steps", published, image(ours, 100, 250), Double.NaN);
        row("the same, refresh 2", published, refreshed(100, 250), Double.NaN);
        row("image, 20 steps each", image(theirs, 20, 20), image(ours, 20, 20), Double.NaN);
        row("image, 20 steps against 100/250", published, image(ours, 20, 20), Double.NaN);
    }

    /** An image of ours whose Transformer head computes both branches of guidance in every second step. */
    private double refreshed(int mlpSteps, int transformerSteps) {
        double saved = ours.get("Transformer head step") - ours.get(REFRESHED);
        return image(ours, mlpSteps, transformerSteps)
                - model.sampling().refine().steps() * transformerSteps * saved;
    }

    private double image(Map<String, Double> seconds, int mlpSteps, int transformerSteps) {
        int pivot = model.sampling().pivot().steps();
        int refine = model.sampling().refine().steps();
        return pivot * (seconds.get("stage-1 backbone") + mlpSteps * seconds.get("MLP head step"))
                + refine * (seconds.get("stage-2 backbone") + transformerSteps * seconds.get("Transformer head step"))
                + seconds.get("decode");
    }

    private static void row(String what, double theirs, double ours, double share) {
        String unit = theirs < 3 ? "ms" : "s";
        double factor = theirs < 3 ? 1000 : 1;
        System.out.printf(
                Locale.ROOT,
                "| %-32s | %9.1f %-2s | %9.1f %-2s | %6.2f | %9s |%n",
                what,
                theirs * factor,
                unit,
                ours * factor,
                unit,
                theirs / ours,
                Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.0f %%", share));
    }
}
