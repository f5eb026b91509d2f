package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.TenantClient;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the commands have in common that change one tenant: which one, and how it is shown afterwards. */
final class TenantChange {
    @Parameters(index = "0", paramLabel = "NAME", description = "The tenant.")
    private String name;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private JsonOption json;

    String name() {
        return name;
    }

    String gatewayAsGiven() {
        return gateway.asGiven();
    }

    GatewayClient client() {
        return gateway.client();
    }

    /** Changes what can be set of it. */
    void apply(Consumer<ObjectNode> change) {
        GatewayClient client = client();
        TenantClient tenants = new TenantClient(client);
        ObjectNode settings = tenants.settings(name);
        change.accept(settings);
        show(client, tenants.save(name, settings));
    }

    void show(GatewayClient client, JsonNode tenant) {
        if (json.chosen()) {
            json.print(tenant, System.out);
        } else {
            TenantTable.print(List.of(client.as(tenant, TenantClient.Tenant.class)));
        }
    }
}
