package io.himar.reliability;

import io.himar.reliability.fault.Fault;
import io.himar.reliability.fault.Handover;
import io.himar.reliability.report.ProofResult;
import io.himar.reliability.suite.SuiteSpec;
import io.himar.reliability.suite.Version;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reliability/upgrade}. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts the suite with the services of a former version, lets those of this version join under a steady"
                    + " load, lets the former ones go, and then rolls back in the same way.",
            "Ends with one line of totals; the exit status is 0 if no image was lost, failed or made twice, and no"
                    + " request was refused."
        })
public final class UpgradeCommand implements Callable<Integer> {
    private static final Duration QUIET = Duration.ofSeconds(5);

    @Option(
            names = "--from",
            required = true,
            description = "A folder like reliability/target of the former version, with its jar and its lib.")
    private Path former;

    @Option(
            names = "--from-database-parameters",
            paramLabel = "PARAMETERS",
            description = "What the JDBC address of the former version ends with, such as prepareThreshold=0.")
    private String formerParameters;

    @Option(names = "--rate", defaultValue = "3", description = "Images a second that clients ask for.")
    private double rate;

    @Option(names = "--data", description = "Folder for data and logs; a new one below the temporary folder if absent.")
    private Path data;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new UpgradeCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Trial.folder("upgrade", data);
        Version before = new Version(classPath(former), Optional.ofNullable(formerParameters));
        try (Trial trial = Trial.start(SuiteSpec.underOneFault(folder).beginningWith(before))) {
            List<Supplier<Fault>> handovers = List.of(
                    () -> new Handover("upgrade", trial.suite(), trial.clients(), Version.running()),
                    () -> new Handover("roll-back", trial.suite(), trial.clients(), before));
            ProofResult result = trial.proof(QUIET).run(Optional.empty(), handovers, Duration.ZERO, rate);
            System.out.println(trial.clients().requests() + " requests, of which "
                    + trial.clients().unanswered() + " were refused or had no answer");
            return Verdict.tell(result, folder, Optional.empty());
        }
    }

    /** Of what {@code reliability/prove} has built into a folder. */
    static String classPath(Path built) {
        return built.resolve("himar-reliability.jar") + File.pathSeparator + built.resolve("lib") + "/*";
    }
}
