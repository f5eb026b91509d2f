package io.himar.reliability.check;

import io.himar.reliability.check.Violation.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds what was observed to the promise: every accepted image reaches exactly one terminal state with at most one
 * visible result, and fails only for a reason of its own.
 */
public final class Checker {
    /** Codes that speak of what the work needs, not of the work. No image here has a fault of its own. */
    private static final Pattern INFRASTRUCTURE =
            Pattern.compile("lease_.*|inference_.*|object_storage_.*|worker_.*|pivot_lost|kafka_.*|broker_.*");

    private final Observation observation;
    private final Map<UUID, ImageRow> images;
    private final Map<UUID, List<EventRow>> events;

    public Checker(Observation observation) {
        this.observation = observation;
        this.images = observation.images().stream().collect(Collectors.toMap(ImageRow::id, image -> image));
        this.events = observation.events().stream()
                .sorted(Comparator.comparingLong(EventRow::id))
                .collect(Collectors.groupingBy(EventRow::imageId));
    }

    /** All violations, in the order of time. */
    public List<Violation> violations() {
        Map<UUID, List<ImageRow>> byJob = observation.images().stream().collect(Collectors.groupingBy(ImageRow::jobId));
        TellingCheck telling = new TellingCheck(observation.at(), images, byJob);
        return Stream.of(
                        observation.images().stream().flatMap(image -> ofImage(image).stream()),
                        observation.told().stream().flatMap(job -> telling.violations(job).stream()),
                        usage().stream())
                .flatMap(violations -> violations)
                .sorted(Comparator.comparing(Violation::at))
                .toList();
    }

    private List<Violation> ofImage(ImageRow image) {
        List<Violation> found = new ArrayList<>();
        if (!image.terminal()) {
            found.add(violation(Kind.UNFINISHED, image, "is " + image.state() + " in the end"));
            return found;
        }
        history(image, found);
        if (image.state().equals("FAILED")) {
            String code = image.errorCode().orElse("no code");
            boolean infrastructure = INFRASTRUCTURE.matcher(code).matches();
            found.add(violation(
                    infrastructure ? Kind.FAILED_BY_INFRASTRUCTURE : Kind.FAILED,
                    image,
                    code + " after attempt " + image.attempt()));
        }
        if (image.state().equals("EXPIRED") && !image.wasDue()) {
            String deadline = image.deadline().map(Instant::toString).orElse("none");
            found.add(violation(Kind.EXPIRED_EARLY, image, "its deadline: " + deadline));
        }
        if (image.succeeded()
                && image.outcome().filter(observation.objects()::contains).isEmpty()) {
            found.add(violation(
                    image.draft() ? Kind.PIVOT_MISSING : Kind.RESULT_MISSING,
                    image,
                    "no object " + image.outcome().orElse("(no key)")));
        }
        differs(image, found);
        return found;
    }

    /** Its events end with the one terminal state that the row has. */
    private void history(ImageRow image, List<Violation> found) {
        List<EventRow> history = events.getOrDefault(image.id(), List.of());
        List<String> states = history.stream().map(EventRow::state).toList();
        long terminal = history.stream().filter(EventRow::terminal).count();
        boolean last = !states.isEmpty() && states.get(states.size() - 1).equals(image.state());
        if (terminal != 1 || !last) {
            found.add(violation(Kind.NOT_FINAL, image, "is " + image.state() + ", its events are " + states));
        }
    }

    private void differs(ImageRow image, List<Violation> found) {
        String expected = observation.undisturbed().get(image.drawing());
        observation.told().stream()
                .map(job -> job.hashes().get(image.id()))
                .filter(hash -> hash != null && expected != null && !hash.equals(expected))
                .forEach(hash -> found.add(violation(
                        Kind.RESULT_DIFFERS, image, hash + " (expected: " + expected + ") of " + image.drawing())));
    }

    private Optional<Violation> usage() {
        long drawn = observation.images().stream()
                .filter(image -> image.succeeded() && !image.draft())
                .count();
        return observation
                .counted()
                .filter(counted -> counted != drawn)
                .map(counted -> new Violation(
                        Kind.MISCOUNTED, Violation.ALL, observation.at(), counted + " counted, " + drawn + " drawn"));
    }

    private Violation violation(Kind kind, ImageRow image, String detail) {
        return new Violation(kind, image.id(), image.finishedAt().orElse(observation.at()), detail);
    }
}
