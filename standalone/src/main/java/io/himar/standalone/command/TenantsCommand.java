package io.himar.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "tenants",
        description = "List and create tenants, limit and disable them, with a key that has the scope admin.",
        subcommands = {
            TenantsListCommand.class,
            TenantsCreateCommand.class,
            TenantsSetCommand.class,
            TenantsDisableCommand.class,
            TenantsEnableCommand.class
        })
final class TenantsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "tenants: which of list, create, set, disable and enable?");
    }
}
