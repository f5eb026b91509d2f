package io.himar.contracts;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The status of a job, derived from the states of its images and stored nowhere. */
public enum JobStatus {
    /** No image has started. */
    QUEUED,
    RUNNING,
    SUCCEEDED,
    /** Nothing succeeded, and at least one image failed. */
    FAILED,
    CANCELLED,
    /** Nothing succeeded or failed, and a deadline of at least one image passed. */
    EXPIRED,
    /** Finished, and some but not all images succeeded. */
    PARTIAL;

    /**
     * Derives the status of a job.
     *
     * @param images the states of its images, at least one
     */
    public static JobStatus of(Collection<ImageState> images) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("images: none (expected: at least one)");
        }
        Set<ImageState> seen = EnumSet.copyOf(images);
        if (!seen.stream().allMatch(ImageState::terminal)) {
            return seen.equals(EnumSet.of(ImageState.QUEUED)) ? QUEUED : RUNNING;
        }
        if (seen.contains(ImageState.SUCCEEDED)) {
            return seen.size() == 1 ? SUCCEEDED : PARTIAL;
        }
        if (seen.contains(ImageState.FAILED)) {
            return FAILED;
        }
        return seen.contains(ImageState.EXPIRED) ? EXPIRED : CANCELLED;
    }

    public boolean terminal() {
        return this != QUEUED && this != RUNNING;
    }

    /** The name in the HTTP interface: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
