package io.himar.training.command;

import io.himar.model.Conditioning;
import io.himar.training.config.TrainingConfig;
import io.himar.training.config.TrainingConfigReader;
import io.himar.training.data.SplitPictures;
import io.himar.training.run.RunFolder;
import io.himar.training.run.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a model of a run that is not done. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes a model's folder of a run's last checkpoint, to judge or to serve what the run has learned"
                + " so far. The run may go on meanwhile.")
final class SnapshotCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "RUN", description = "the folder of the run")
    private Path run;

    @Option(names = "--to", required = true, paramLabel = "DIR", description = "the model, a new folder")
    private Path to;

    @Override
    public Integer call() {
        if (Files.exists(to)) {
            throw new IllegalArgumentException("--to: " + to + " exists already (expected: a new folder)");
        }
        OutputPlace.folder("--to", to.toAbsolutePath().getParent());
        try (RunFolder folder = RunFolder.look(run)) {
            TrainingConfig config = TrainingConfigReader.read(run.resolve("config.json"));
            SplitPictures pictures =
                    config.model().conditioning() == Conditioning.TEXT ? TrainingPictures.open(config, folder) : null;
            long steps = Snapshot.write(config, folder, pictures, to);
            System.out.println("the model of " + steps + " steps is in " + to);
        }
        return 0;
    }
}
