package io.himar.training.run;

import io.himar.training.config.TrainingConfig;
import io.himar.training.diffusion.HiMarTask;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/** The part of a run that trains the network of both stages on encoded pictures. */
final class NetworkTraining {
    private final TrainingConfig config;
    private final RunFolder folder;
    private final SampleGrids grids;

    /** @param grids draw what the network has learned so far */
    NetworkTraining(TrainingConfig config, RunFolder folder, SampleGrids grids) {
        this.config = config;
        this.folder = folder;
        this.grids = grids;
    }

    /** Returns the averaged values of each parameter, row-major. */
    Map<String, float[]> run(WatchedLoop loop, HiMarTask task) {
        return loop.train(
                new WatchedLoop.Part("network", config.network().optimizer(), folder.checkpoint(), folder.metrics()),
                task,
                (steps, last) -> draw(task, steps, last));
    }

    private void draw(HiMarTask task, long steps, boolean last) {
        if (last || steps % config.run().checkpointEvery() == 0) {
            LossCurve.write(folder.metrics(), folder.lossCurve(), List.of("pivot_loss", "refine_loss"));
        }
        int every = config.run().samplesEvery();
        if (every > 0 && (last || steps % every == 0)) {
            try (PointerScope scope = new PointerScope()) {
                grids.write(task.trainee().averaged(), folder.samples(steps));
            }
        }
    }
}
