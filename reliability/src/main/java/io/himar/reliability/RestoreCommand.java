package io.himar.reliability;

import io.himar.reliability.fault.Restored;
import io.himar.reliability.report.ProofResult;
import io.himar.reliability.suite.SuiteSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code reliability/restore}. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Backs up the suite under a steady load, loses all of Postgres, object storage and Kafka some seconds"
                    + " later, restores the backup into new ones, and goes on.",
            "Ends with one line of totals; the exit status is 0 if no image that was accepted before the backup was"
                    + " lost, failed or made twice."
        })
public final class RestoreCommand implements Callable<Integer> {
    private static final Duration QUIET = Duration.ofSeconds(5);

    @Option(names = "--rate", defaultValue = "4", description = "Images a second that clients ask for.")
    private double rate;

    @Option(names = "--data", description = "Folder for data and logs; a new one below the temporary folder if absent.")
    private Path data;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RestoreCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Trial.folder("restore", data);
        try (Trial trial = Trial.start(SuiteSpec.underOneFault(folder))) {
            ProofResult result = trial.proof(QUIET)
                    .run(
                            Optional.empty(),
                            List.of(() -> new Restored(trial.suite(), trial.clients(), trial.onlooker())),
                            Duration.ZERO,
                            rate);
            return Verdict.tell(result, folder, Optional.empty());
        }
    }
}
