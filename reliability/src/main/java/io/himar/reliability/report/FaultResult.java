package io.himar.reliability.report;

import io.himar.reliability.check.EventRow;
import io.himar.reliability.check.ImageRow;
import io.himar.reliability.check.Observation;
import io.himar.reliability.check.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one fault did.
 *
 * @param images that were under way at the fault or accepted before it was over
 * @param detection time from the fault until the first image was given back to be tried again; empty if none was
 * @param extraAttempts of those images, beyond the first
 * @param extraLeases of those images, beyond the attempts
 * @param drawnTwice of those images, by the objects that were stored for them
 */
public record FaultResult(
        FaultRun run,
        Recovery recovery,
        Optional<Duration> detection,
        int images,
        int extraAttempts,
        long extraLeases,
        long drawnTwice,
        List<Violation> violations) {
    private static final String PICTURES = "results/";

    public FaultResult {
        violations = List.copyOf(violations);
    }

    /** @param violations of the whole proof */
    public static FaultResult of(FaultRun run, Observation seen, List<Violation> violations) {
        Set<UUID> touched = seen.events().stream()
                .filter(event -> run.covers(event.at()))
                .map(EventRow::imageId)
                .collect(Collectors.toSet());
        List<ImageRow> images = seen.images().stream()
                .filter(image -> touched.contains(image.id()))
                .toList();
        List<Instant> finished = seen.images().stream()
                .filter(ImageRow::succeeded)
                .flatMap(image -> image.finishedAt().stream())
                .sorted()
                .toList();
        return new FaultResult(
                run,
                Recovery.of(run, finished, seen.at()),
                detection(run, seen.events()),
                images.size(),
                images.stream()
                        .mapToInt(image -> Math.max(0, image.attempt() - 1))
                        .sum(),
                images.stream()
                        .mapToLong(image -> Math.max(0, image.epoch() - image.attempt()))
                        .sum(),
                drawnTwice(images, seen),
                violations.stream().filter(each -> run.covers(each.at())).toList());
    }

    /** An image is queued at its admission, too: only later times count. */
    private static Optional<Duration> detection(FaultRun run, List<EventRow> events) {
        Set<UUID> known = events.stream()
                .filter(event -> event.at().isBefore(run.injectedAt()))
                .map(EventRow::imageId)
                .collect(Collectors.toSet());
        return events.stream()
                .filter(event -> run.covers(event.at()))
                .filter(event -> event.state().equals("QUEUED") && known.contains(event.imageId()))
                .map(EventRow::at)
                .min(Comparator.naturalOrder())
                .map(first -> Duration.between(run.injectedAt(), first));
    }

    /** An object belongs to the image that its key names, wherever in the key. */
    private static long drawnTwice(List<ImageRow> images, Observation seen) {
        Set<String> ids = images.stream().map(image -> image.id().toString()).collect(Collectors.toSet());
        return seen.objects().stream()
                .filter(key -> key.startsWith(PICTURES))
                .flatMap(key -> Stream.of(key.split("/")).filter(ids::contains))
                .collect(Collectors.groupingBy(image -> image, Collectors.counting()))
                .values()
                .stream()
                .mapToLong(stored -> stored - 1)
                .sum();
    }
}
