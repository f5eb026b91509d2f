package io.himar.gateway.generation;

import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.Job;

/** Why an image has no picture, or no preview, in a sentence. */
final class NoPicture {
    private NoPicture() {}

    static String of(Job job, Image image) {
        return job.pivots().draft() && Status.of(image) == Status.SUCCEEDED
                ? which(job, image) + " is a draft: it has a preview and a pivot, and no picture until it is refined."
                : of("picture", job, image);
    }

    static String ofPreview(Job job, Image image) {
        return of("preview", job, image);
    }

    private static String of(String what, Job job, Image image) {
        Status status = Status.of(image);
        return status == Status.SUCCEEDED
                ? which(job, image) + " no longer has its " + what + ", which was kept for a limited time."
                : which(job, image) + " has no " + what + ": it is " + status.text() + ".";
    }

    private static String which(Job job, Image image) {
        return "Image " + image.index() + " of generation '" + job.id() + "'";
    }
}
