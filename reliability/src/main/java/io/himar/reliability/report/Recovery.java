package io.himar.reliability.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the rate of finished images went through a fault.
 *
 * @param before images a second in the ten seconds before the fault
 * @param after the time from the healing of the fault until the rate of the following five seconds was 95 % of that;
 *     empty if it never was
 * @param gap the longest time from the fault until all was over in which no image was finished
 */
public record Recovery(double before, Optional<Duration> after, Duration gap) {
    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final double SHARE = 0.95;

    /** @param finished times of all images that succeeded, sorted */
    public static Recovery of(FaultRun run, List<Instant> finished, Instant end) {
        double before = rate(finished, run.injectedAt().minus(BEFORE), run.injectedAt());
        Duration gap = gap(run, finished);
        Instant last = end.minus(WINDOW);
        for (Instant time = run.healedAt(); !time.isAfter(last); time = time.plus(STEP)) {
            if (rate(finished, time, time.plus(WINDOW)) >= SHARE * before) {
                return new Recovery(before, Optional.of(Duration.between(run.healedAt(), time)), gap);
            }
        }
        return new Recovery(before, Optional.empty(), gap);
    }

    private static Duration gap(FaultRun run, List<Instant> finished) {
        Duration longest = Duration.ZERO;
        Instant last = run.injectedAt();
        for (Instant time : finished) {
            if (run.covers(time)) {
                Duration gap = Duration.between(last, time);
                longest = gap.compareTo(longest) > 0 ? gap : longest;
                last = time;
            }
        }
        Duration rest = Duration.between(last, run.endedAt());
        return rest.compareTo(longest) > 0 ? rest : longest;
    }

    private static double rate(List<Instant> finished, Instant from, Instant to) {
        long count = finished.stream()
                .filter(time -> !time.isBefore(from) && time.isBefore(to))
                .count();
        return count * 1000.0 / Duration.between(from, to).toMillis();
    }
}
