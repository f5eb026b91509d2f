package io.himar.reliability.simulation;

import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.storage.images.Deadline;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.StageUse;
import io.himar.storage.images.Trigger;
import io.himar.storage.images.Waiting;
import io.himar.storage.jobs.Deadlines;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Images in memory with what was asked of them; it notes what must never be written. Not thread-safe. */
final class MemoryRows {
    private final Map<UUID, Waiting> images = new LinkedHashMap<>();
    private final ImageIndex index = new ImageIndex();
    private final Set<UUID> jobsCancelRequested = new HashSet<>();
    private final Set<UUID> imagesCancelRequested = new HashSet<>();
    private final Map<UUID, Deadlines> deadlines = new HashMap<>();
    private final Map<UUID, Integer> pictures = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    ImageIndex index() {
        return index;
    }

    /** Images whose job has a deadline end by it. */
    void admit(Waiting image, Deadlines ofItsJob) {
        if (ofItsJob.first().isPresent()) {
            deadlines.put(image.image().jobId(), ofItsJob);
        }
        put(image);
    }

    /** Reports of it have no effect from now on. */
    void forget(UUID image) {
        images.remove(image);
    }

    Optional<Waiting> find(UUID image) {
        return Optional.ofNullable(images.get(image));
    }

    Collection<Waiting> all() {
        return images.values();
    }

    List<ImageRow> unfinished() {
        return images.values().stream()
                .map(Waiting::image)
                .filter(row -> !row.state().terminal())
                .toList();
    }

    void requestCancel(UUID job) {
        jobsCancelRequested.add(job);
    }

    void requestCancelOfImage(UUID image) {
        imagesCancelRequested.add(image);
    }

    Set<UUID> jobsCancelRequested() {
        return jobsCancelRequested;
    }

    Set<UUID> imagesCancelRequested() {
        return imagesCancelRequested;
    }

    boolean areCancelsRequested() {
        return !jobsCancelRequested.isEmpty() || !imagesCancelRequested.isEmpty();
    }

    boolean isCancelRequested(ImageRow image) {
        return jobsCancelRequested.contains(image.jobId()) || imagesCancelRequested.contains(image.id());
    }

    boolean haveDeadlines() {
        return !deadlines.isEmpty();
    }

    /** The deadline of the image that had passed by then. */
    Optional<Trigger.DeadlinePassed> overdue(ImageRow image, Instant by) {
        Deadlines ofJob = deadlines.get(image.jobId());
        if (ofJob == null) {
            return Optional.empty();
        }
        return ofJob.startBy()
                .filter(at -> !at.isAfter(by) && image.startedAt().isEmpty())
                .map(at -> new Trigger.DeadlinePassed(Deadline.START, at))
                .or(() -> ofJob.finishBy()
                        .filter(at -> !at.isAfter(by))
                        .map(at -> new Trigger.DeadlinePassed(Deadline.FINISH, at)));
    }

    void write(ImageRow after, Instant now) {
        Waiting known = images.get(after.id());
        ImageRow before = known.image();
        boolean same = before.state() == after.state() && before.result().equals(after.result());
        if (before.state().terminal() && !same) {
            violations.add(before.id() + ": " + before.state() + " became " + after.state());
        }
        if (after.epoch() < before.epoch()) {
            violations.add(before.id() + ": epoch " + before.epoch() + " became " + after.epoch());
        }
        boolean succeeds = after.state() == ImageState.SUCCEEDED && !same;
        if (succeeds && isCancelRequested(after)) {
            violations.add(before.id() + ": a result after the cancellation was acknowledged");
        }
        boolean expires = after.state() == ImageState.EXPIRED && !same;
        if (expires && overdue(before, now).isEmpty()) {
            violations.add(before.id() + ": expired at " + now + ", " + deadlines.get(before.jobId()));
        }
        replace(after);
    }

    /** The same image as it is now. */
    void replace(ImageRow row) {
        Waiting known = images.get(row.id());
        put(new Waiting(
                row,
                known.tenant(),
                known.priority(),
                known.cost(),
                known.turnAt(),
                known.model(),
                known.motif(),
                known.seed(),
                known.pivotKept(),
                known.pivot(),
                known.refine()));
    }

    void count(StageUse use) {
        if (use.stage() == Stage.REFINE) {
            pictures.merge(use.image(), 1, Integer::sum);
        }
    }

    /** How many pictures usage says were drawn of an image. */
    int pictures(UUID image) {
        return pictures.getOrDefault(image, 0);
    }

    List<String> violations() {
        return violations;
    }

    private void put(Waiting image) {
        Waiting before = images.put(image.image().id(), image);
        if (before != null) {
            index.remove(before);
        }
        index.add(image);
    }
}
