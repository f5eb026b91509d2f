package io.himar.reliability.report;

import io.himar.reliability.check.ImageRow;
import io.himar.reliability.check.Observation;
import io.himar.reliability.check.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The outcome of a proof.
 *
 * @param begun when the first fault was due
 * @param images in the end, of each state
 * @param acknowledged images of jobs that clients know of
 * @param undisturbed distinct pictures that results were compared with
 */
public record ProofResult(
        Instant begun,
        Duration lasted,
        Map<String, Long> images,
        long acknowledged,
        int undisturbed,
        List<FaultResult> faults,
        List<Violation> violations) {
    /** Ninety-five times in a hundred the true share is below this many by the number of trials, if none was seen. */
    private static final double THREE = 3;

    public ProofResult {
        images = Map.copyOf(images);
        faults = List.copyOf(faults);
        violations = List.copyOf(violations);
    }

    public static ProofResult of(Instant begun, List<FaultRun> runs, Observation seen, List<Violation> violations) {
        return new ProofResult(
                begun,
                Duration.between(begun, seen.at()),
                new TreeMap<>(
                        seen.images().stream().collect(Collectors.groupingBy(ImageRow::state, Collectors.counting()))),
                seen.told().stream()
                        .mapToLong(job -> (long) job.ids().size() * job.count())
                        .sum(),
                seen.undisturbed().size(),
                runs.stream().map(run -> FaultResult.of(run, seen, violations)).toList(),
                violations);
    }

    /** Why nothing is proved; empty if it is. */
    public List<String> voids() {
        List<String> reasons = faults.stream()
                .flatMap(fault ->
                        fault.run().missing().stream().map(why -> fault.run().fault() + " did not happen: " + why))
                .collect(Collectors.toList());
        if (undisturbed == 0) {
            reasons.add("there are no pictures of an undisturbed run");
        }
        if (images.getOrDefault("SUCCEEDED", 0L) == 0) {
            reasons.add("no image succeeded");
        }
        return reasons;
    }

    public Map<Violation.Kind, List<Violation>> violationsByKind() {
        return violations.stream().collect(Collectors.groupingBy(Violation::kind, TreeMap::new, Collectors.toList()));
    }

    public boolean holds() {
        return violations.isEmpty() && voids().isEmpty();
    }

    /** The upper bound of the share of images for which a promise is broken, in words. */
    public String bound() {
        long all = images.values().stream().mapToLong(Long::longValue).sum();
        return violations.isEmpty()
                ? "below %.1e of the images at 95 %% confidence".formatted(THREE / Math.max(1, all))
                : "%d of %d".formatted(violations.size(), all);
    }

    /** The one line that everything ends with. */
    public String totals() {
        return "%s: %d faults in %d min, %d images acknowledged, %s, %d violations (%s)%s"
                .formatted(
                        holds() ? "HOLDS" : violations.isEmpty() ? "VOID" : "BROKEN",
                        faults.size(),
                        lasted.toMinutes(),
                        acknowledged,
                        new TreeMap<>(images),
                        violations.size(),
                        bound(),
                        voids().isEmpty() ? "" : "; void: " + String.join("; ", voids()));
    }
}
