package io.himar.reliability;

import io.himar.reliability.fault.Fault;
import io.himar.reliability.fault.FaultTargets;
import io.himar.reliability.fault.Faults;
import io.himar.reliability.report.ProofResult;
import io.himar.reliability.suite.SuiteSpec;
import io.himar.reliability.suite.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code reliability/prove}. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts the suite as separate processes on this machine, with two of each service, breaks one part after"
                    + " the other under a steady load, and checks that no accepted image was lost, failed without a"
                    + " fault of its own, or made twice.",
            "Ends with one line of totals; the exit status is 0 if every promise was kept and every fault happened."
        })
public final class ProveCommand implements Callable<Integer> {
    /** Before each fault. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    @Option(names = "--minutes", defaultValue = "1", description = "How long; every fault comes at least once.")
    private long minutes;

    @Option(names = "--faults", split = ",", description = "Only these faults, in this order; --list names them.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "Name all faults, and do nothing.")
    private boolean list;

    @Option(names = "--rate", defaultValue = "4", description = "Images a second that clients ask for.")
    private double rate;

    @Option(names = "--kafka-outage", defaultValue = "60", description = "Seconds that Kafka is away.")
    private long kafkaOutage;

    @Option(
            names = "--upgrade-from",
            description =
                    "Begin with the services of an older version, and upgrade them one after the other as the first"
                            + " fault; a folder like reliability/target of that version, with its jar and its lib.")
    private Path older;

    @Option(names = "--report", description = "Write a page about it to this file, and the same as JSON beside it.")
    private Path report;

    @Option(names = "--data", description = "Folder for data and logs; a new one below the temporary folder if absent.")
    private Path data;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ProveCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            Faults.byName().keySet().forEach(System.out::println);
            return 0;
        }
        List<String> chosen = chosen();
        Path folder = Trial.folder("prove", data);
        SuiteSpec spec = SuiteSpec.underFaults(folder).withDisksOf(Faults.disksFor(chosen));
        try (Trial trial = Trial.start(older == null ? spec : spec.beginningWith(older()))) {
            FaultTargets targets = new FaultTargets(trial.suite(), trial.onlooker(), Duration.ofSeconds(kafkaOutage));
            Optional<Fault> first = Optional.ofNullable(older).map(version -> Faults.upgrade(targets));
            List<Supplier<Fault>> faults = chosen.stream()
                    .map(name ->
                            (Supplier<Fault>) () -> Faults.byName().get(name).make(name, targets))
                    .toList();
            ProofResult result = trial.proof(QUIET).run(first, faults, Duration.ofMinutes(minutes), rate);
            return Verdict.tell(result, folder, Optional.ofNullable(report));
        }
    }

    private Version older() {
        return new Version(UpgradeCommand.classPath(older), Optional.empty());
    }

    private List<String> chosen() {
        Set<String> all = Faults.byName().keySet();
        for (String name : names) {
            if (!all.contains(name)) {
                throw new ParameterException(
                        new CommandLine(this), "--faults: " + name + " (expected: some of " + all + ")");
            }
        }
        return names.isEmpty() ? List.copyOf(all) : names;
    }
}
