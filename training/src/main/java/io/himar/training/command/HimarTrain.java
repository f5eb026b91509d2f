package io.himar.training.command;

import io.himar.training.loop.StopRequest;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Command line of the trainer. */
@Command(
        name = "himar-train",
        mixinStandardHelpOptions = true,
        description = "Trains and evaluates himar models on LibTorch.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainCommand.class,
            SnapshotCommand.class,
            EvaluateCommand.class,
            ClassifierCommand.class,
            AblationCommand.class,
            StepsCommand.class,
            EmojiCommand.class,
            ScenesCommand.class,
            JudgeCommand.class,
            VerifyCommand.class
        })
public final class HimarTrain {
    /** As of a process that a signal ended. */
    private static final int INTERRUPTED = 130;

    public static void main(String[] args) {
        System.exit(StopRequest.listeningWhile(() -> execute(args), HimarTrain::complain));
    }

    /** Runs a command line; what goes wrong is one line on standard error. */
    static int execute(String... args) {
        // Pictures are drawn to files only: a display that cannot be reached must not end a run.
        System.setProperty("java.awt.headless", "true");
        // The tokenizer's library logs, and nobody here listens: that must not be told to a person.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        CommandLine commands = commands();
        commands.setExecutionExceptionHandler((e, command, parsed) -> {
            Throwable reason = e instanceof CommandLine.ExecutionException && e.getCause() != null ? e.getCause() : e;
            if (reason instanceof StopRequest.Stopped) {
                return INTERRUPTED;
            }
            complain(reason.getMessage() == null ? reason.toString() : reason.getMessage());
            return 1;
        });
        return commands.execute(args);
    }

    static CommandLine commands() {
        CommandLine commands = new CommandLine(new HimarTrain());
        Texts.register(commands);
        return commands.setCommandName(program()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void complain(String line) {
        System.err.println(program() + ": " + line);
    }

    /** What the person typed: the script {@code himar} starts the trainer for its commands. */
    private static String program() {
        return Objects.requireNonNullElse(System.getenv("HIMAR_PROGRAM"), "himar-train");
    }
}
