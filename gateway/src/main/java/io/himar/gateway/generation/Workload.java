package io.himar.gateway.generation;

import io.himar.contracts.ImageState;
import io.himar.contracts.StageSettings;
import io.himar.model.StageSampling;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.Job;

/**
 * How much work the stages of an image are, in one unit: a step of a stage is one pass of the backbone and each of its
 * denoising steps.
 */
public record Workload(float pivot, float refine) {
    /** What each image of a job is. */
    public static Workload of(Job job) {
        boolean fromPivots =
                job.images().stream().anyMatch(image -> image.sourcePivot().isPresent());
        return new Workload(fromPivots ? 0 : work(job.pivot()), job.pivots().draft() ? 0 : work(job.refine()));
    }

    static float work(int steps, int denoisingSteps, int lastDenoisingSteps) {
        float work = steps;
        for (int step = 0; step < steps; step++) {
            work += StageSampling.rung(denoisingSteps, lastDenoisingSteps, step, steps);
        }
        return work;
    }

    private static float work(StageSettings stage) {
        int last = stage.getLastDenoisingSteps();
        return work(stage.getSteps(), stage.getDenoisingSteps(), last == 0 ? stage.getDenoisingSteps() : last);
    }

    /** Share of an image's work that is done after {@code step} of {@code steps} of its first or second stage. */
    public double progress(boolean inRefine, int step, int steps) {
        double share = steps == 0 ? 0 : Math.min(1, (double) step / steps);
        return rounded((inRefine ? pivot + share * refine : share * pivot) / (pivot + refine));
    }

    /** Share of an image's work that is done; there is nothing left to do of one that has ended. */
    double progress(Image image) {
        if (image.state().terminal()) {
            return 1;
        }
        Image.Progress done = image.progress().orElse(new Image.Progress(0, 0));
        return progress(image.state() == ImageState.REFINING, done.step(), done.steps());
    }

    /** The mean over the images of a job. */
    double progress(Job job) {
        double mean =
                job.images().stream().mapToDouble(this::progress).average().orElse(0);
        // Only what has ended shows as done, however close it came.
        return job.status().terminal() ? 1 : Math.min(0.999, rounded(mean));
    }

    private static double rounded(double share) {
        return Math.round(share * 1000) / 1000.0;
    }
}
