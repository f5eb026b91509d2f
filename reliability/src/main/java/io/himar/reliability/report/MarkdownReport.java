package io.himar.reliability.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A proof's result as a page of the documentation. */
public final class MarkdownReport {
    private static final String HEAD = """
            # Reliability

            This page is written by `reliability/prove --report docs/reliability.md`. The command starts the suite as
            separate processes: Postgres, Kafka, object storage, a stub of the inference server, and two of each
            service. Clients submit, repeat, cancel and watch jobs while faults are injected one after the other. At the
            end, a checker compares rows, events, objects and downloads with what each client was told.

            """;
    private static final String LEGEND = """

            - *detected*: from the fault until the first image was given back to be tried again
            - *gap*: the longest time in which no image ended
            - *recovered*: from the end of the fault until the rate of finished images was 95 % of the rate before
            - *drained*: from the end of the fault until every image accepted before had ended
            - *attempts*: beyond the first, of all images touched by the fault
            - *drawn twice*: pictures stored and not used

            A fault ends when what was broken works again; a killed process is started again after five seconds. Times
            are medians in seconds, with the longest in brackets.
            """;
    private static final List<String> COLUMNS = List.of(
            "fault",
            "runs",
            "images",
            "violations",
            "detected",
            "gap",
            "recovered",
            "drained",
            "attempts",
            "drawn twice");
    private static final int SHOWN = 5;

    private MarkdownReport() {}

    public static String of(ProofResult result) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("The last run took %d minutes and accepted %d images: %s. Violations: %s.%n%n"
                .formatted(
                        result.lasted().toMinutes(),
                        result.acknowledged(),
                        new TreeMap<>(result.images()),
                        result.violations().isEmpty() ? "none, " + result.bound() : result.bound()));
        for (String reason : result.voids()) {
            page.append("**The run is void**: ").append(reason).append(".\n\n");
        }
        page.append("| ").append(String.join(" | ", COLUMNS)).append(" |\n");
        page.append("|---".repeat(COLUMNS.size())).append("|\n");
        byFault(result).forEach((fault, runs) -> page.append(row(fault, runs)));
        page.append(LEGEND);
        violations(result, page);
        return page.toString();
    }

    private static Map<String, List<FaultResult>> byFault(ProofResult result) {
        return result.faults().stream()
                .collect(Collectors.groupingBy(each -> each.run().fault(), TreeMap::new, Collectors.toList()));
    }

    private static String row(String fault, List<FaultResult> runs) {
        return "| %s | %d | %d | %d | %s | %s | %s | %s | %d | %d |%n"
                .formatted(
                        fault,
                        runs.size(),
                        runs.stream().mapToInt(FaultResult::images).sum(),
                        runs.stream().mapToInt(run -> run.violations().size()).sum(),
                        times(runs, FaultResult::detection),
                        times(runs, run -> Optional.of(run.recovery().gap())),
                        times(runs, run -> run.recovery().after()),
                        times(runs, MarkdownReport::drained),
                        runs.stream().mapToInt(FaultResult::extraAttempts).sum(),
                        runs.stream().mapToLong(FaultResult::drawnTwice).sum());
    }

    private static Optional<Duration> drained(FaultResult fault) {
        return Optional.of(fault.run())
                .filter(FaultRun::drained)
                .map(run -> Duration.between(run.healedAt(), run.endedAt()));
    }

    private static String times(List<FaultResult> runs, Function<FaultResult, Optional<Duration>> time) {
        List<Double> seconds = new ArrayList<>(runs.stream()
                .flatMap(run -> time.apply(run).stream())
                .map(duration -> duration.toMillis() / 1000.0)
                .sorted()
                .toList());
        OptionalDouble longest =
                seconds.stream().mapToDouble(Double::doubleValue).max();
        return longest.isEmpty()
                ? "-"
                : String.format(Locale.ROOT, "%.1f (%.1f)", seconds.get(seconds.size() / 2), longest.getAsDouble());
    }

    private static void violations(ProofResult result, StringBuilder page) {
        if (result.violations().isEmpty()) {
            return;
        }
        page.append("\n## Violations\n\n");
        result.violationsByKind().forEach((kind, some) -> {
            page.append("- `%s`: %d%n".formatted(kind, some.size()));
            some.stream().limit(SHOWN).forEach(each -> page.append("  - %s%n".formatted(each.detail())));
        });
    }
}
