import io.himar.model.ModelConfig;
import io.himar.model.PublishedModels;
import io.himar.model.onnx.BatchingPolicy;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.onnx.Precision;
import io.himar.model.onnx.runtime.GraphInput;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How far each precision's outputs are from single precision's: pictures of the shipped digits model of the same seeds,
 * and each graph at base size with random weights. Run by {@code benchmarks/precision}.
 */
public final class PrecisionBenchmark {
    private static final int IMAGES = Integer.getInteger("images", 50);

    private PrecisionBenchmark() {}

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        try (Scratch scratch = Scratch.named("himar-precision")) {
            Path directory = scratch.folder();
            digits(home.resolve("weights/digits"), directory.resolve("digits"));
            if (!Boolean.getBoolean("digits-only")) {
                base(PublishedModels.find("himar-base-256").orElseThrow(), directory);
            }
        }
    }

    private static void digits(Path weights, Path directory) throws Exception {
        ModelConfig model = ModelConfig.read(weights.resolve(ModelExporter.CONFIG_FILE));
        Map<Precision, List<Picture>> pictures = new EnumMap<>(Precision.class);
        for (Precision precision : Precision.values()) {
            Path repository = directory.resolve(precision.toString());
            ModelExporter.export(weights, repository, precision, BatchingPolicy.DEFAULT);
            pictures.put(precision, Picture.all(repository, model, IMAGES));
        }
        List<Picture> exact = pictures.get(Precision.FP32);
        System.out.println(
                "digits, " + IMAGES + " images of the same seeds: relative deviation (root mean square), PSNR");
        System.out.println(
                "| precision | condition tokens | stage-1 tokens | stage-2 tokens | median PSNR | worst PSNR |");
        System.out.println("|---|---|---|---|---|---|");
        for (Map.Entry<Precision, List<Picture>> entry : pictures.entrySet()) {
            if (entry.getKey() == Precision.FP32) {
                continue;
            }
            double[] psnr = new double[IMAGES];
            double[] condition = new double[IMAGES];
            double[] low = new double[IMAGES];
            double[] dense = new double[IMAGES];
            for (int i = 0; i < IMAGES; i++) {
                Picture one = entry.getValue().get(i);
                condition[i] =
                        RoundingError.relative(one.condition(), exact.get(i).condition());
                low[i] = RoundingError.relative(one.low(), exact.get(i).low());
                dense[i] = RoundingError.relative(one.dense(), exact.get(i).dense());
                psnr[i] = RoundingError.psnr(one.rgb(), exact.get(i).rgb());
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.5f | %.5f | %.5f | %.1f dB | %.1f dB |%n",
                    entry.getKey(),
                    Median.of(condition),
                    Median.of(low),
                    Median.of(dense),
                    Median.of(psnr),
                    Arrays.stream(psnr).min().orElseThrow());
        }
    }

    private static void base(ModelConfig model, Path directory) throws Exception {
        Path weights = directory.resolve("base");
        RandomWeights.write(model, weights);
        Requests requests = new Requests(model);
        Map<String, Map<String, GraphInput>> graphs = Map.of(
                "pivot", requests.pivot(SamplerTable.pivot(SamplerKind.DPM_SOLVER_PP_2M, 20, 1)),
                "refine", requests.refine(SamplerTable.refine(SamplerKind.DPM_SOLVER_PP_2M, 20, 1)),
                "decode", requests.decode());
        Map<String, Map<String, float[]>> exact = new HashMap<>();
        System.out.println();
        System.out.println(
                "base, random weights: relative deviation of each graph's outputs, one call of 20 steps, size");
        System.out.println("| precision | graph | MB | deviation |");
        System.out.println("|---|---|---|---|");
        for (Precision precision : Precision.values()) {
            Path repository = directory.resolve("base-" + precision);
            ModelExporter.export(weights, repository, precision, BatchingPolicy.DEFAULT);
            for (String name : List.of("pivot", "refine", "decode")) {
                try (ServedGraph graph = new ServedGraph(repository, model.name() + "-" + name, 2)) {
                    Map<String, float[]> outputs = graph.run(graphs.get(name));
                    Map<String, float[]> reference = exact.computeIfAbsent(name, first -> outputs);
                    StringBuilder line = new StringBuilder();
                    outputs.forEach((output, values) -> line.append(String.format(
                            Locale.ROOT, " %s %.5f", output, RoundingError.relative(values, reference.get(output)))));
                    System.out.printf(
                            Locale.ROOT,
                            "| %s | %s | %.0f |%s |%n",
                            precision,
                            name,
                            size(repository.resolve(model.name() + "-" + name)) / 1e6,
                            line);
                }
            }
            Scratch.delete(repository);
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        }
    }
}
