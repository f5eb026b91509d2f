package io.himar.training.run;

import io.himar.training.config.OptimizerRecipe;
import io.himar.training.config.TrainingConfig;
import io.himar.training.loop.MetricsFile;
import io.himar.training.loop.Progress;
import io.himar.training.loop.TrainingLoop;
import io.himar.training.loop.TrainingTask;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/** Trains from the checkpoint on, with the figures of its steps in a file and before a person. */
record WatchedLoop(TrainingConfig config, PrintStream out, boolean terminal) {

    /**
     * One of the trainings of a run.
     *
     * @param name what a person is told
     * @param checkpoint where its state is kept
     * @param metrics the CSV file of its figures
     */
    record Part(String name, OptimizerRecipe recipe, Path checkpoint, Path metrics) {}

    /** What is done once a step is in the checkpoint. */
    @FunctionalInterface
    interface Afterwards {
        /**
         * @param steps taken so far
         * @param last whether the training ends here
         */
        void secured(long steps, boolean last);
    }

    /**
     * Takes the steps that are missing.
     *
     * @return the averaged values of each parameter, row-major
     */
    Map<String, float[]> train(Part part, TrainingTask task, Afterwards afterwards) {
        OptimizerRecipe recipe = part.recipe();
        TrainingLoop loop = new TrainingLoop(recipe, settings(part));
        long from = loop.restore(task.trainee());
        MetricsFile metrics = new MetricsFile(part.metrics(), config.run().logEvery(), recipe.batchSize());
        metrics.cutAfter(from);
        try (Progress progress = new Progress(part.name(), from, recipe.steps(), recipe.batchSize(), out, terminal)) {
            loop.run(task, from, new Told(metrics, progress, recipe.steps(), afterwards));
        }
        try (PointerScope scope = new PointerScope()) {
            return task.trainee().averagedValues();
        }
    }

    private TrainingLoop.Settings settings(Part part) {
        return new TrainingLoop.Settings(
                config.seed(),
                part.checkpoint(),
                config.run().checkpointEvery(),
                ChosenDevice.computesInBfloat16(config));
    }

    private record Told(MetricsFile metrics, Progress progress, int steps, Afterwards afterwards)
            implements TrainingLoop.Listener {
        @Override
        public void stepped(long taken, Map<String, Double> figures) {
            metrics.stepped(taken, figures);
            progress.stepped(taken, figures);
        }

        @Override
        public void secured(long taken) {
            afterwards.secured(taken, taken == steps);
        }
    }
}
