package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

@Command(name = "delete", description = "Delete pivots; what was made of them stays.")
final class PivotsDeleteCommand implements Runnable {
    @Parameters(arity = "1..*", paramLabel = "ID", description = "Pivots, by the ids that pivots list shows.")
    private List<String> ids;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        GatewayClient client = gateway.client();
        ArrayNode deleted = JsonMapper.shared().createArrayNode();
        for (String id : ids) {
            client.deletePivot(id);
            deleted.add(JsonOption.deleted(id));
            if (!json.chosen()) {
                System.out.println("Pivot " + id + " is deleted.");
            }
        }
        if (json.chosen()) {
            json.print(deleted, System.out);
        }
    }
}
