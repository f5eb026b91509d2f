package io.himar.training.command;

import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.SamplingDefaults;
import io.himar.training.data.PictureSet;
import io.himar.training.data.SplitPictures;
import io.himar.training.evaluation.Evaluation;
import io.himar.training.evaluation.InceptionJudge;
import io.himar.training.evaluation.ReportFile;
import io.himar.training.evaluation.SceneEvaluation;
import io.himar.training.generation.CaptionContexts;
import io.himar.training.generation.CaptionedSheet;
import io.himar.training.generation.Generator;
import io.himar.training.generation.SampleGrid;
import io.himar.training.inception.InceptionNetwork;
import io.himar.training.loop.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Generates pictures from a model and compares them with real ones. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Generates pictures from a model and compares them with real ones: Fréchet distance, precision and recall"
                    + " in a classifier's features, and how often it names the class asked for. Of a model that draws"
                    + " texts it says how often a judge sees in its pictures what the prompts ask for."
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int GRID_COLUMNS = 20;
    private static final int MOST_GRID_COLUMNS = 40;

    @Parameters(index = "0", paramLabel = "MODEL", description = "folder of config.json and the weights")
    private Path model;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--classifier",
            paramLabel = "FILE",
            description = "the judge, made by the command classifier or, for models that draw texts, by judge"
                    + " (default: that of the digits, or that of scenes)")
    private Path classifier;

    @Option(
            names = "--inception",
            paramLabel = "FILE",
            description = "also measure FID and the Inception Score by these weights of Inception v3: the .pth file of"
                    + " torch-fidelity or pytorch-fid, or its tensors as safetensors")
    private Path inception;

    @Option(
            names = "--statistics",
            paramLabel = "FILE",
            description =
                    "an .npz file of mu and sigma to measure FID from (default: the real pictures that are not held"
                            + " out)")
    private Path statistics;

    @Option(names = "--count", paramLabel = "N", description = "pictures to generate (default: ${DEFAULT-VALUE})")
    private int count = 1000;

    @Option(names = "--batch", paramLabel = "N", description = "generated together (default: ${DEFAULT-VALUE})")
    private int batch = 100;

    @Option(names = "--seed", paramLabel = "N", description = "seed of the first (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Mixin
    private SamplingOptions sampling;

    @Mixin
    private TextOptions texts;

    @Option(
            names = "--neighbours",
            paramLabel = "K",
            description = "k of precision and recall (default: ${DEFAULT-VALUE})")
    private int neighbours = 3;

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            description = "resamplings behind the intervals (default: ${DEFAULT-VALUE})")
    private int bootstrap = 200;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description = "keep the generated pictures there as PNG files, and take those that are there already")
    private Path pictures;

    @Option(names = "--report", paramLabel = "FILE", description = "write the figures as JSON")
    private Path report;

    @Option(
            names = "--grid",
            paramLabel = "FILE",
            description = "write the first 200 pictures as a PNG; of a model that"
                    + " draws texts the first 48, with their prompts")
    private Path grid;

    @Override
    public Integer call() throws IOException {
        check();
        ModelConfig config = ModelConfig.read(model.resolve("config.json"));
        SamplingDefaults how = sampling.over(config);
        if (config.conditioning() == Conditioning.TEXT) {
            judgeTexts(config, how);
        } else {
            judgeClasses(config, how);
        }
        return 0;
    }

    private void judgeClasses(ModelConfig config, SamplingDefaults how) throws IOException {
        Path judge = judge("digits-classifier/classifier.safetensors");
        checkClasses(config, judge);
        SplitPictures real = data.open(config.imageSize());
        var generator = Generator.load(model);
        var settings = new Evaluation.Settings(count, seed, batch, neighbours, bootstrap, pictures);
        var evaluation = new Evaluation(judge, real, settings);
        if (inception != null) {
            evaluation = evaluation.with(judge(real.training()));
        } else if (statistics != null) {
            System.err.println("--statistics: not used, since FID is measured with --inception only");
        }
        Evaluation.Result result;
        try (Progress progress = Progress.onStandardError("pictures", count, 1, StandardError.isTerminal())) {
            result = evaluation.run(generator, how, progress::reached);
        }
        System.out.print(result.report().describe());
        if (report != null) {
            ReportFile.write(report, result.report());
        }
        if (grid != null) {
            float[][] first = Arrays.copyOf(result.pictures(), Math.min(200, result.pictures().length));
            Files.write(grid, SampleGrid.png(first, columns(config.classes())));
        }
    }

    private void judgeTexts(ModelConfig config, SamplingDefaults how) throws IOException {
        texts.check();
        data.checkDigits();
        if (inception != null || statistics != null) {
            System.err.println("--inception, --statistics: not used, since FID is measured of models of classes only");
        }
        Path judge = judge("scenes-judge/judge.safetensors");
        SceneEvaluation.checkJudge(judge, config.imageSize());
        var settings = new SceneEvaluation.Settings(count, seed, batch, bootstrap, pictures);
        var evaluation = new SceneEvaluation(judge, data.digits(), config.imageSize(), texts.trained(), settings);
        List<SamplingDefaults> samplings = texts.samplings(how);
        SceneEvaluation.Result result;
        long all = 2L * count * samplings.size();
        try (Progress progress = Progress.onStandardError("pictures", all, 1, StandardError.isTerminal())) {
            result = evaluation.run(Generator.load(model), CaptionContexts.load(model), samplings, progress::reached);
        }
        System.out.print(result.report().describe());
        if (report != null) {
            ReportFile.write(report, result.report());
        }
        if (grid != null) {
            Files.write(grid, CaptionedSheet.png(result.pictures(), result.captions()));
        }
    }

    private Path judge(String shipped) {
        return classifier != null
                ? classifier
                : Path.of(System.getProperty("himar.home", "."), "weights").resolve(shipped);
    }

    /** Before an hour of generation, not after it. */
    private void check() {
        Least.of("--batch", 1, batch);
        Least.of("--neighbours", 1, neighbours);
        Least.of("--count", neighbours + 1, count);
        Least.of("--bootstrap", 2, bootstrap);
        OutputPlace.file("--grid", grid);
        OutputPlace.file("--report", report);
        if (pictures != null) {
            OutputPlace.folder("--pictures", pictures);
        }
    }

    private void checkClasses(ModelConfig config, Path judge) {
        List<String> classes = data.check();
        if (classes.size() != config.classes()) {
            throw new IllegalArgumentException("--data: " + classes.size() + " classes (expected: those of the model "
                    + config.name() + ", " + config.classes() + ")");
        }
        Evaluation.checkJudge(judge, config.imageSize(), classes.size());
    }

    /** So many that a column holds one class, and about twenty where that is possible. */
    private static int columns(int classes) {
        return classes >= GRID_COLUMNS ? Math.min(classes, MOST_GRID_COLUMNS) : GRID_COLUMNS / classes * classes;
    }

    private InceptionJudge judge(PictureSet training) {
        var network = InceptionNetwork.load(inception);
        if (statistics != null) {
            return InceptionJudge.from(network, statistics);
        }
        try (Progress progress =
                Progress.onStandardError("training pictures", training.size(), 1, StandardError.isTerminal())) {
            return InceptionJudge.from(network, training, progress::reached);
        }
    }
}
