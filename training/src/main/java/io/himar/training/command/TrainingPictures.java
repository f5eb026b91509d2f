package io.himar.training.command;

import io.himar.model.Conditioning;
import io.himar.training.config.TrainingConfig;
import io.himar.training.data.CaptionedFolder;
import io.himar.training.data.PictureSets;
import io.himar.training.data.SplitPictures;
import io.himar.training.run.RunFolder;
import io.himar.training.scenes.SceneSets;
import java.nio.file.Path;

/** The pictures that a run is trained on, as its configuration says. */
final class TrainingPictures {

    private TrainingPictures() {}

    static SplitPictures open(TrainingConfig config, RunFolder folder) {
        ReadingProgress progress = new ReadingProgress(System.err, StandardError.isTerminal());
        Path data = Path.of(config.data().path());
        PictureSets.Wanted wanted = PictureSets.Wanted.by(config, folder.findings());
        if (config.model().conditioning() == Conditioning.CLASS) {
            return PictureSets.open(data, wanted, progress);
        }
        return CaptionedFolder.isOne(data)
                ? CaptionedFolder.open(data, wanted, progress)
                : SceneSets.open(config, progress);
    }
}
