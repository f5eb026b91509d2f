package io.himar.reliability.autoscale;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** What a run's samples say. */
record Figures(List<Sample> samples, int slots, int drainSeconds, int most) {
    /** So many seconds after the burst all of it is accepted. */
    private static final int ACCEPTED = 10;

    private static final List<Function<Sample, StageSample>> STAGES = List.of(Sample::pivot, Sample::refine);

    Figures {
        samples = List.copyOf(samples);
    }

    /** Workers of a stage that would do the burst within the drain. */
    int needed(Function<Sample, StageSample> stage) {
        double work = burst().mapToDouble(sample -> stage.apply(sample).seconds())
                .max()
                .orElse(0);
        return (int) Math.min(most, Math.ceil(work / (drainSeconds * (double) slots)));
    }

    /** Seconds from the burst until both stages had as many ready workers as it needs; NaN if they never had. */
    double untilEnough() {
        return after(
                sample -> STAGES.stream().allMatch(stage -> stage.apply(sample).ready() >= needed(stage)));
    }

    /** Seconds from the burst until the last of its images was done; NaN if it never was. */
    double untilDone() {
        return after(sample -> sample.at() > Course.BURST_AT + ACCEPTED && sample.idle());
    }

    /** Most workers beyond what the burst needs, of both stages. */
    int overshoot() {
        return STAGES.stream()
                .mapToInt(stage -> most(sample -> stage.apply(sample).asked()) - needed(stage))
                .map(beyond -> Math.max(0, beyond))
                .sum();
    }

    /** Seconds of silence until no worker's process ran; NaN if some ran to the end. */
    double untilNone() {
        List<Sample> silence = samples.stream()
                .filter(sample -> sample.phase() == Phase.SILENCE)
                .toList();
        return silence.stream()
                .filter(sample -> sample.pivot().live() + sample.refine().live() == 0)
                .mapToDouble(sample -> sample.at() - silence.get(0).at())
                .findFirst()
                .orElse(Double.NaN);
    }

    /** Seconds of workers in which images were in their slots: a worker with half of its slots in use counts half. */
    double usedSeconds() {
        double used = 0;
        for (int i = 1; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            double length = sample.at() - samples.get(i - 1).at();
            used += length * (used(sample.pivot()) + used(sample.refine()));
        }
        return used;
    }

    /** A number for a table; a dash for what never came. */
    static String number(double value) {
        return Double.isNaN(value) ? "never" : String.format(Locale.ROOT, "%.0f s", value);
    }

    private double used(StageSample stage) {
        return Math.min(stage.live(), stage.running() / (double) slots);
    }

    private double after(Predicate<Sample> holds) {
        return burst().filter(holds).mapToDouble(Sample::at).findFirst().orElse(Double.NaN) - Course.BURST_AT;
    }

    private int most(ToIntFunction<Sample> count) {
        return burst().mapToInt(count).max().orElse(0);
    }

    private Stream<Sample> burst() {
        return samples.stream().filter(sample -> sample.phase() == Phase.BURST && sample.at() >= Course.BURST_AT);
    }
}
