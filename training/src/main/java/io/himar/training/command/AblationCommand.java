package io.himar.training.command;

import io.himar.model.ModelConfig;
import io.himar.training.ablation.Ablation;
import io.himar.training.ablation.AblationPlan;
import io.himar.training.ablation.Design;
import io.himar.training.config.TrainingConfig;
import io.himar.training.config.TrainingConfigReader;
import io.himar.training.data.PictureSets;
import io.himar.training.data.SplitPictures;
import io.himar.training.run.ChosenDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains and judges the designs that the paper's ablation compares. */
@Command(
        name = "ablation",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains every design of the paper's Table 5 with several seeds, judges each and writes ablation.csv and"
                    + " ablation.md. Run it again to go on: finished runs are skipped."
        })
final class AblationCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "CONFIG", description = "the training configuration that all runs share")
    private Path file;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "the pictures")
    private Path data;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "the folder of all runs and the tables")
    private Path out;

    @Option(
            names = "--autoencoder",
            required = true,
            paramLabel = "DIR",
            description = "a model's folder, whose autoencoder all runs use")
    private Path autoencoder;

    @Mixin
    private JudgeOptions judge;

    @Option(names = "--steps", required = true, paramLabel = "N", description = "optimizer steps of each training")
    private int steps;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "seeds 1 to N of each design (default: ${DEFAULT-VALUE})")
    private int seeds = 3;

    @Option(
            names = "--designs",
            split = ",",
            paramLabel = "DESIGN",
            description = "some of ${COMPLETION-CANDIDATES} (default: all)")
    private List<Design> designs = List.of(Design.values());

    @Override
    public Integer call() throws IOException {
        TrainingConfig config = TrainingConfigReader.read(file);
        config = config.withData(
                config.data().withPath(data.toAbsolutePath().normalize().toString()));
        check(config);
        ChosenDevice.use(config);
        SplitPictures pictures = PictureSets.open(
                data,
                PictureSets.Wanted.by(config, out.resolve("files.json")),
                new ReadingProgress(System.err, StandardError.isTerminal()));
        var ablation = new Ablation(
                new AblationPlan(config, out, autoencoder, steps),
                pictures,
                judge.against(pictures),
                System.err,
                StandardError.isTerminal());
        ablation.run(designs, LongStream.rangeClosed(1, seeds).boxed().toList());
        System.out.print(Files.readString(ablation.markdown()));
        return 0;
    }

    private void check(TrainingConfig config) {
        Least.of("--steps", 1, steps);
        Least.of("--seeds", 1, seeds);
        ModelConfig given = ModelConfig.read(autoencoder.resolve("config.json"));
        if (!given.vae().equals(config.model().vae())) {
            throw new IllegalArgumentException(
                    "--autoencoder: " + autoencoder + " has another shape (expected: that of " + file + ", "
                            + config.model().vae() + ")");
        }
        List<String> classes = PictureSets.classes(data);
        if (classes.size() != config.model().classes()) {
            throw new IllegalArgumentException("--data: " + classes.size() + " classes (expected: model.class_num, "
                    + config.model().classes() + ")");
        }
        judge.check(config.model().imageSize(), classes);
        OutputPlace.folder("--out", out);
    }
}
