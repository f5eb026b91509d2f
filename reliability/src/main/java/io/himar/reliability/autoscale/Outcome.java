package io.himar.reliability.autoscale;

import java.util.List;
import java.util.Locale;

/**
 * What became of a run.
 *
 * @param accepted images that the gateway took
 * @param broken promises that were not kept, of them or of others
 * @param givenBack stages that were begun by more than one worker
 * @param gpuSeconds of all workers' processes, from start to end
 * @param late seconds that 95 of 100 images took at most, from the request to the end
 */
record Outcome(
        Signal signal,
        Figures figures,
        long accepted,
        long lost,
        int broken,
        long givenBack,
        double gpuSeconds,
        double late) {
    static final List<String> HEADER = List.of(
            "| looks at | enough workers after | asked for beyond need | burst done after | 95 of 100 images within"
                    + " | none left after | GPU seconds | of them unused | begun again | images | lost |",
            "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");

    /** A line of a Markdown table. */
    String row() {
        double unused = 100 * (1 - figures.usedSeconds() / gpuSeconds);
        return String.format(
                Locale.ROOT,
                "| `%s` | %s | %d | %s | %.0f s | %s | %.0f | %.0f %% | %d | %d | %d |",
                signal.name().toLowerCase(Locale.ROOT),
                Figures.number(figures.untilEnough()),
                figures.overshoot(),
                Figures.number(figures.untilDone()),
                late,
                Figures.number(figures.untilNone()),
                gpuSeconds,
                unused,
                givenBack,
                accepted,
                lost);
    }

    boolean holds() {
        return lost == 0 && broken == 0;
    }
}
