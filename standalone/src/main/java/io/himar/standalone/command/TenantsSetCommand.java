package io.himar.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "set", description = "Change the share and the limits of a tenant; what is left out stays as it is.")
final class TenantsSetCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private TenantChange tenant;

    @Mixin
    private TenantOptions options;

    @Override
    public void run() {
        if (!options.given()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "tenants set: nothing to change (expected: an option such as --images-per-day)");
        }
        tenant.apply(options::changeIn);
    }
}
