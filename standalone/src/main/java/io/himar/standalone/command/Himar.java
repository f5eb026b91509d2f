package io.himar.standalone.command;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
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
            ModelsCommand.class,
            GenerateCommand.class,
            ListCommand.class,
            GetCommand.class,
            CancelCommand.class,
            DeleteCommand.class,
            PivotsCommand.class,
            UsageCommand.class,
            KeysCommand.class,
            TenantsCommand.class,
            DlqCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            HelpCommand.class
        },
        commandListHeading = "",
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
        // Pictures are drawn in memory; a DISPLAY that leads nowhere must not end the program.
        System.setProperty("java.awt.headless", "true");
        // Kafka's threads would keep the JVM alive behind an error, so the end is always asked for.
        System.exit(run(arguments));
    }

    /** Runs one command and returns its exit status: see {@link ExitStatus}. */
    static int run(String... arguments) {
        return commands().execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    /** All commands with their options. */
    static CommandLine commands() {
        Himar himar = new Himar();
        CommandLine commands = new CommandLine(himar);
        TrainerCommand.addTo(commands);
        Integers.register(commands);
        // Not in the annotation, from which every command would inherit it.
        commands.getCommandSpec().usageMessage().footer("", "himar COMMAND --help says more of one command.");
        commands.getSubcommands().get("help").getCommandSpec().usageMessage().description("Say more of one command.");
        commands.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandGroups());
        return commands.setExecutionExceptionHandler(new OneSentence(() -> himar.verbose))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(OneSentence::notUnderstood)
                .setExecutionStrategy(Himar::runUnlessEmpty);
    }

    private static int runUnlessEmpty(ParseResult parsed) {
        EmptyValues.refuse(parsed);
        return new RunLast().execute(parsed);
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
