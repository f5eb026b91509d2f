package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Pages;
import io.himar.standalone.client.TenantClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(name = "list", description = "List tenants by their names, with their shares and limits.")
final class TenantsListCommand implements Runnable {
    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        GatewayClient client = gateway.client();
        List<JsonNode> tenants = all(new TenantClient(client));
        if (json.chosen()) {
            json.print(JsonMapper.shared().createArrayNode().addAll(tenants), System.out);
        } else if (tenants.isEmpty()) {
            System.out.println("No tenants yet: ./himar tenants create NAME" + gateway.asGiven());
        } else {
            TenantTable.print(tenants.stream()
                    .map(each -> client.as(each, TenantClient.Tenant.class))
                    .toList());
        }
    }

    static List<JsonNode> all(TenantClient client) {
        return Pages.first(Integer.MAX_VALUE, (wanted, cursor) -> client.page(Math.min(100, wanted), cursor));
    }
}
