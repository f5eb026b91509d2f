package io.himar.gateway.generation;

import com.fasterxml.jackson.annotation.JsonValue;
import io.himar.contracts.ImageState;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageChange;
import io.himar.storage.jobs.Job;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** How a generation or an image stands, in the words of the HTTP interface. */
public enum Status {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** Its end was asked for and has not come yet. */
    CANCELING,
    CANCELED,
    /** Its time was over before it was done. */
    EXPIRED;

    /** The status of an image; one that waits to begin is queued, whichever stage it begins with. */
    public static Status of(Image image) {
        return image.waitsToBegin() ? QUEUED : of(image.state());
    }

    /** The status of an image after a change. */
    public static Status of(ImageChange change) {
        return change.waitsToBegin() ? QUEUED : of(change.state());
    }

    /** The status of a single image. */
    private static Status of(ImageState state) {
        return switch (state.name()) {
            case "QUEUED" -> QUEUED;
            case "PIVOTING", "REFINING" -> RUNNING;
            case "CANCELLED" -> CANCELED;
            default -> valueOf(state.name());
        };
    }

    /**
     * The status of a generation. It has succeeded if all of its images have; otherwise the worst end of an image is
     * its own, where failed is worse than expired, and expired is worse than canceled.
     */
    public static Status of(Job job) {
        Set<Status> seen = EnumSet.noneOf(Status.class);
        job.images().stream().map(Status::of).forEach(seen::add);
        if (seen.contains(QUEUED) || seen.contains(RUNNING)) {
            return job.cancelRequestedAt().isPresent() ? CANCELING : seen.equals(EnumSet.of(QUEUED)) ? QUEUED : RUNNING;
        }
        if (seen.contains(FAILED)) {
            return FAILED;
        }
        return seen.contains(EXPIRED) ? EXPIRED : seen.contains(CANCELED) ? CANCELED : SUCCEEDED;
    }

    /** Whether nothing will change any more. */
    public boolean terminal() {
        return this != QUEUED && this != RUNNING && this != CANCELING;
    }

    /** The word, in lower case. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
