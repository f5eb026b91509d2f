package io.himar.storage.jobs;

import java.util.Objects;

/**
 * A change of an image with what clients are told of it.
 *
 * @param transaction which wrote it
 * @param tenant whose image it is
 * @param image as it is now, which may be later than the change
 * @param motif what the image shows
 * @param last whether the image is the last of its job
 * @param closes whether its job has ended and nothing follows
 */
public record JournalEntry(
        ImageChange change, long transaction, String tenant, Image image, Motif motif, boolean last, boolean closes) {
    public JournalEntry {
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(motif, "motif");
    }

    /** Whether the image was admitted, rather than changed. Its job's last image comes last. */
    public boolean admits() {
        return change.epoch() == 0;
    }
}
