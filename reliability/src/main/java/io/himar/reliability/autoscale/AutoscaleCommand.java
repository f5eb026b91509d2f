package io.himar.reliability.autoscale;

import io.himar.reliability.client.Clients;
import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.SuiteSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code deploy/autoscale} starts. */
@Command(
        name = "autoscale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Installs the chart in a cluster that runs KEDA, and starts and stops workers on this machine as its pods"
                    + " come and go, under a burst, a pace that rises, and silence.",
            "Ends with a line of a table; the exit status is 0 if no image was lost and every promise was kept."
        })
public final class AutoscaleCommand implements Callable<Integer> {
    private static final int BROKEN = 1;
    private static final int SLOTS = 8;
    private static final int MOST = 3;
    private static final int DRAIN_SECONDS = 20;
    private static final Duration RUN_TIME = Duration.ofMillis(1500);

    @Option(names = "--chart", required = true, description = "Folder of the chart.")
    private Path chart;

    @Option(names = "--signal", defaultValue = "WORK", description = "What is looked at: ${COMPLETION-CANDIDATES}.")
    private Signal signal;

    @Option(names = "--out", required = true, description = "Folder for SIGNAL.csv and SIGNAL.md.")
    private Path out;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AutoscaleCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("himar-autoscale");
        System.out.println("Logs and data are in " + folder);
        Release release = new Release(chart.toString(), SLOTS, MOST, DRAIN_SECONDS);
        try (Cluster cluster = new Cluster();
                ProvedSuite suite = ProvedSuite.startWithoutWorkers(SuiteSpec.forScaling(folder, SLOTS, RUN_TIME));
                Clients clients = new Clients(suite.gateways(), folder.resolve("journal.txt"))) {
            ScaledRun run = new ScaledRun(suite, cluster, clients);
            Outcome outcome = run.measure(release, signal);
            String name = signal.name().toLowerCase(Locale.ROOT);
            Files.createDirectories(out);
            Files.write(out.resolve(name + ".csv"), Sample.lines(run.samples()));
            Files.write(out.resolve(name + ".md"), List.of(outcome.row()));
            Outcome.HEADER.forEach(System.out::println);
            System.out.println(outcome.row());
            return outcome.holds() ? 0 : BROKEN;
        }
    }
}
