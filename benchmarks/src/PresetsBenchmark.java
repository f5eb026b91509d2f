import io.himar.inference.InferenceClient;
import io.himar.inference.server.EmbeddedInferenceServer;
import io.himar.inference.stage.GraphCall;
import io.himar.inference.stage.LatentDecoder;
import io.himar.inference.stage.PivotStage;
import io.himar.inference.stage.RefineStage;
import io.himar.inference.stage.StageInput;
import io.himar.inference.stage.StageListener;
import io.himar.model.ModelConfig;
import io.himar.model.Preset;
import io.himar.model.PublishedModels;
import io.himar.model.SamplingDefaults;
import io.himar.model.StageSampling;
import io.himar.model.onnx.BatchingPolicy;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.onnx.Precision;
import io.himar.model.sampling.ImageDraws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long whole images take at base size with random weights, by preset, beside the released code. Run by
 * {@code benchmarks/presets}.
 *
 * <p>Images are drawn as workers draw them: stage by stage, each graph call over gRPC to the embedded server, in the
 * same process. An image of the released code is put together from its parts, as a whole one takes minutes; the parts
 * take turns with our images.
 */
public final class PresetsBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int CLASS = 207;
    private static final int MLP_STEPS = 42;
    private static final int TRANSFORMER_STEPS = 8;

    private final ModelConfig model;
    private final GraphCall graphs;
    private final Baseline released;
    private final Clock clock;
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    private PresetsBenchmark(ModelConfig model, GraphCall graphs, Baseline released, Clock clock) {
        this.model = model;
        this.graphs = graphs;
        this.released = released;
        this.clock = clock;
    }

    public static void main(String[] args) throws Exception {
        Clock clock = Clock.chosen();
        Precision precision = Precision.of(System.getProperty("precision", "int8"));
        ModelConfig model = PublishedModels.find("himar-base-256").orElseThrow();
        try (Scratch scratch = Scratch.named("himar-presets")) {
            Path weights = scratch.folder().resolve("weights");
            Path repository = scratch.folder().resolve("repository");
            RandomWeights.write(model, weights);
            ModelExporter.export(weights, repository, precision, BatchingPolicy.DEFAULT);
            var options = EmbeddedInferenceServer.Options.defaults().withThreads(clock.threads());
            try (EmbeddedInferenceServer server = EmbeddedInferenceServer.start(repository, options);
                    InferenceClient client = InferenceClient.connect("127.0.0.1:" + server.port());
                    Baseline released = new ReleasedCode(
                            Path.of(System.getProperty("released")), weights, new Requests(model), clock)) {
                new PresetsBenchmark(model, GraphCall.on(client, PATIENCE), released, clock)
                        .run(
                                precision,
                                List.of(System.getProperty("presets", "balanced,fast")
                                        .split(",")));
            }
        }
    }

    private void run(Precision precision, List<String> presets) throws Exception {
        for (int round = 0; round <= Integer.getInteger("rounds", 3); round++) {
            for (String preset : presets) {
                SamplingDefaults sampling = plan(preset);
                note(round, preset, clock.seconds(() -> draw(sampling)));
            }
            note(round, "backbone 1", released.pivotBackbone());
            note(round, "MLP", released.mlpSteps(MLP_STEPS) / MLP_STEPS);
            note(round, "backbone 2", released.refineBackbone());
            note(round, "Transformer", released.transformerSteps(TRANSFORMER_STEPS) / TRANSFORMER_STEPS);
            note(round, "decode", released.decode());
        }
        report(precision, presets);
    }

    /**
     * A preset, and behind slashes what differs from it: {@code guidance_refresh} of stage 2 and {@code unguided_below}
     * of both stages, as in {@code exact/5/1.2}.
     */
    private SamplingDefaults plan(String text) {
        String[] parts = text.split("/", -1);
        SamplingDefaults preset = model.sampling(Preset.valueOf(parts[0].toUpperCase(Locale.ROOT)));
        Integer refresh =
                parts.length > 1 ? Integer.valueOf(parts[1]) : preset.refine().guidanceRefresh();
        Float below = parts.length > 2 ? Float.valueOf(parts[2]) : null;
        return new SamplingDefaults(
                changed(preset.pivot(), preset.pivot().guidanceRefresh(), below),
                changed(preset.refine(), refresh, below));
    }

    private static StageSampling changed(StageSampling stage, int refresh, Float below) {
        StageSampling refreshed = stage.withGuidanceRefresh(refresh);
        return below == null ? refreshed : refreshed.withUnguidedBelow(below);
    }

    /** The first round warms up. */
    private void note(int round, String what, double time) {
        System.err.printf(Locale.ROOT, "round %d: %s, %.2f s%n", round, what, time);
        if (round > 0) {
            seconds.computeIfAbsent(what, name -> new ArrayList<>()).add(time);
        }
    }

    private void draw(SamplingDefaults sampling) {
        ImageDraws draws = ImageDraws.seeded(1);
        float[] condition = new PivotStage(graphs, model)
                .run(new StageInput(CLASS, draws, sampling.pivot()), StageListener.NONE)
                .condition();
        float[] latents = new RefineStage(graphs, model)
                .run(condition, new StageInput(CLASS, draws, sampling.refine()), StageListener.NONE);
        new LatentDecoder(graphs, model).image(latents);
    }

    private void report(Precision precision, List<String> presets) {
        SamplingDefaults published = model.sampling(Preset.EXACT);
        double theirs = published.pivot().steps()
                        * (median("backbone 1") + published.pivot().denoisingSteps() * median("MLP"))
                + published.refine().steps()
                        * (median("backbone 2") + published.refine().denoisingSteps() * median("Transformer"))
                + median("decode");
        System.out.printf(
                Locale.ROOT,
                "%s, %d threads, %s clock; an image of the %s as published: %.1f s%n",
                precision,
                clock.threads(),
                clock.name(),
                released.name(),
                theirs);
        for (String preset : presets) {
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | %.1f s | %.1f times as fast |%n",
                    preset,
                    median(preset),
                    theirs / median(preset));
        }
    }

    private double median(String what) {
        return Median.of(seconds.get(what));
    }
}
