package io.himar.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "pivots",
        description = "Look at the pivots that are kept, and delete them; generate --pivots refines them.",
        subcommands = {PivotsListCommand.class, PivotsDeleteCommand.class})
final class PivotsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "pivots: which of list and delete?");
    }
}
