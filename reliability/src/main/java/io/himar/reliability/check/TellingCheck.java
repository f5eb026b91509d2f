package io.himar.reliability.check;

import io.himar.reliability.check.Violation.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Whether what clients were told is so, and stayed so. */
final class TellingCheck {
    private static final Set<String> TERMINAL = Set.of("succeeded", "failed", "cancelled", "expired");

    private final Instant now;
    private final Map<UUID, ImageRow> images;
    private final Map<UUID, List<ImageRow>> byJob;

    TellingCheck(Instant now, Map<UUID, ImageRow> images, Map<UUID, List<ImageRow>> byJob) {
        this.now = now;
        this.images = images;
        this.byJob = byJob;
    }

    List<Violation> violations(ToldJob job) {
        List<Violation> found = new ArrayList<>();
        for (UUID id : job.ids()) {
            int there = byJob.getOrDefault(id, List.of()).size();
            if (there != job.count()) {
                String detail = there + " of its " + job.count() + " images are there";
                found.add(new Violation(Kind.LOST, id, job.acknowledgedAt(), detail));
            }
        }
        if (job.ids().size() > 1) {
            UUID any = job.ids().iterator().next();
            found.add(new Violation(Kind.KEY_DOUBLED, any, job.acknowledgedAt(), "also " + job.ids()));
        }
        job.states().forEach((image, states) -> states(image, states, found));
        job.cancel().ifPresent(cancel -> cancelled(job, cancel, found));
        return found;
    }

    /** Once a terminal state was told, nothing else may be, and the row must have it. */
    private void states(UUID image, List<String> told, List<Violation> found) {
        int first = 0;
        while (first < told.size() && !TERMINAL.contains(told.get(first))) {
            first++;
        }
        if (first == told.size()) {
            return;
        }
        ImageRow row = images.get(image);
        boolean rowAgrees = row != null && row.state().toLowerCase(Locale.ROOT).equals(told.get(first));
        if (first < told.size() - 1 || !rowAgrees) {
            String detail = "a client saw " + told + ", the row is " + (row == null ? "missing" : row.state());
            found.add(new Violation(Kind.TOLD_OTHERWISE, image, at(row), detail));
        }
    }

    private void cancelled(ToldJob job, ToldJob.Cancel cancel, List<Violation> found) {
        for (UUID id : job.ids()) {
            for (ImageRow image : byJob.getOrDefault(id, List.of())) {
                if (image.succeeded() && !cancel.succeeded().contains(image.id())) {
                    String detail = "succeeded at " + at(image) + ", though the cancel was acknowledged before "
                            + cancel.at() + " and the image was not done then";
                    found.add(new Violation(Kind.CANCEL_BROKEN, image.id(), at(image), detail));
                }
            }
        }
    }

    private Instant at(ImageRow row) {
        return row == null ? now : row.finishedAt().orElse(now);
    }
}
