package io.himar.reliability.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the scheduler with a simulated fleet. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        description = "Measures how the scheduler's own code fills a simulated fleet, how long images wait, and how an"
                + " autoscaler does with what the scheduler says of its load. Time is virtual; it takes one or two"
                + " minutes of a processor.")
public final class FleetCommand implements Callable<Integer> {
    private static final int[] SLOTS = {1, 8, 32, 128};

    @Option(
            names = "--workers",
            defaultValue = "64",
            description = "Most workers of each stage (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(names = "--seed", defaultValue = "1", description = "Of all chance (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write the results there, as Markdown.")
    private Path report;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FleetCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        FleetReport results = new FleetReport(seed, scaling(), filling(), fairness(), bursts());
        String page = results.page();
        System.out.print(page);
        if (report != null) {
            Files.writeString(report, page.stripTrailing() + "\n");
        }
        return 0;
    }

    private List<Backlog> scaling() {
        List<Backlog> runs = new ArrayList<>();
        for (int count = 1; count <= workers; count *= 2) {
            runs.add(Backlog.measure(seed, count, 128));
        }
        return runs;
    }

    private List<Backlog> filling() {
        List<Backlog> runs = new ArrayList<>();
        for (int slots : SLOTS) {
            runs.add(Backlog.measure(seed, Math.min(workers, 16), slots));
        }
        return runs;
    }

    private List<Fairness> fairness() {
        Duration length = Duration.ofMinutes(2);
        return List.of(
                Fairness.measure(seed, Math.min(workers, 8), 1, length),
                Fairness.measure(seed, Math.min(workers, 8), 16, length),
                Fairness.measure(seed, Math.min(workers, 4), 128, length));
    }

    private List<Burst> bursts() {
        return Stream.of(Burst.Signal.values())
                .map(signal -> Burst.measure(seed, signal))
                .toList();
    }
}
