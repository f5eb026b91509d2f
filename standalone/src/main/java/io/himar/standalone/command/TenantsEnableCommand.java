package io.himar.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "enable", description = "Let callers of a tenant in again.")
final class TenantsEnableCommand implements Runnable {
    @Mixin
    private TenantChange tenant;

    @Override
    public void run() {
        tenant.apply(settings -> settings.put("disabled", false));
    }
}
