package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "delete", description = "Delete pivots; what was made of them stays.")
final class PivotsDeleteCommand implements Runnable {
    @Parameters(arity = "1..*", paramLabel = "ID", description = "Pivots, by the ids that pivots list shows.")
    private List<String> ids;

    @Mixin
    private GatewayOptions gateway;

    @Override
    public void run() {
        GatewayClient client = gateway.client();
        for (String id : ids) {
            client.deletePivot(id);
            System.out.println("Pivot " + id + " is deleted.");
        }
    }
}
