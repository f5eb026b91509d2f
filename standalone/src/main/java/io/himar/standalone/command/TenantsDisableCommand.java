package io.himar.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "disable",
        description = "Let nobody in on behalf of a tenant, within seconds; what it has asked for goes on.")
final class TenantsDisableCommand implements Runnable {
    @Mixin
    private TenantChange tenant;

    @Override
    public void run() {
        tenant.apply(settings -> settings.put("disabled", true));
    }
}
