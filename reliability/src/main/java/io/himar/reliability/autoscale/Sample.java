package io.himar.reliability.autoscale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Both stages at one moment.
 *
 * @param at seconds since the measurement began
 */
record Sample(double at, Phase phase, StageSample pivot, StageSample refine) {
    private static final String HEADER =
            "at,phase," + StageSample.HEADER.formatted("pivot") + "," + StageSample.HEADER.formatted("refine");

    /** A table as it is in a CSV file, with a header. */
    static List<String> lines(List<Sample> samples) {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        samples.forEach(sample -> lines.add(sample.line()));
        return lines;
    }

    static List<Sample> parse(List<String> lines) {
        return lines.stream()
                .skip(1)
                .map(line -> line.split(","))
                .map(Sample::of)
                .toList();
    }

    private static Sample of(String... fields) {
        return new Sample(
                Double.parseDouble(fields[0]),
                Phase.valueOf(fields[1]),
                StageSample.parse(fields, 0),
                StageSample.parse(fields, 1));
    }

    boolean idle() {
        return idle(pivot) && idle(refine);
    }

    private static boolean idle(StageSample stage) {
        return stage.waiting() + stage.running() == 0 && stage.seconds() == 0;
    }

    private String line() {
        return String.format(Locale.ROOT, "%.1f,%s,%s,%s", at, phase, pivot.fields(), refine.fields());
    }
}
