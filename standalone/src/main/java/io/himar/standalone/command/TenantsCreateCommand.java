package io.himar.standalone.command;

import io.himar.standalone.SuiteException;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.TenantClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "create", description = "Name a new tenant, with limits or without.")
final class TenantsCreateCommand implements Runnable {
    @Mixin
    private TenantChange tenant;

    @Mixin
    private TenantOptions options;

    @Override
    public void run() {
        ObjectNode settings = JsonMapper.shared().createObjectNode();
        options.changeIn(settings);
        GatewayClient client = tenant.client();
        TenantClient tenants = new TenantClient(client);
        if (TenantsListCommand.all(tenants).stream().anyMatch(this::isNamed)) {
            throw new SuiteException("The tenant " + tenant.name() + " is there already: ./himar tenants set "
                    + tenant.name() + tenant.gatewayAsGiven() + " changes it.");
        }
        tenant.show(client, tenants.save(tenant.name(), settings));
    }

    /** One that only has jobs was not created. */
    private boolean isNamed(JsonNode other) {
        return other.path("name").asString().equals(tenant.name()) && other.has("created_at");
    }
}
