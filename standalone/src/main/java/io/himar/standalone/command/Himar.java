package io.himar.standalone.command;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line of the standalone suite. */
@Command(
        name = "himar",
        description = "Hierarchical masked autoregressive image generation (Hi-MAR), as a suite of services.",
        mixinStandardHelpOptions = true,
        versionProvider = Himar.Version.class,
        scope = ScopeType.INHERIT,
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            GenerateCommand.class,
            ImportCommand.class,
            ExportCommand.class
        },
        footer = {"", "Also: ./himar verify, train and evaluate, which fetch LibTorch when first used."},
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true)
public final class Himar {
    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show where an error came from, not only what it is.")
    private boolean verbose;

    private Himar() {}

    public static void main(String[] arguments) {
        // Kafka's threads would keep the JVM alive behind an error, so the end is always asked for.
        System.exit(run(arguments));
    }

    /** Runs one command and returns its exit status: 0, 1 when it failed, 2 when it was not understood. */
    static int run(String... arguments) {
        Himar himar = new Himar();
        return new CommandLine(himar)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new OneSentence(() -> himar.verbose))
                .setParameterExceptionHandler(OneSentence::notUnderstood)
                .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Optional.ofNullable(Himar.class.getPackage().getImplementationVersion())
                    .orElse("development");
            return new String[] {"himar " + version, "Java " + Runtime.version()};
        }
    }
}
