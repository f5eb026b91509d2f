package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Generation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "cancel", description = "End a generation; the images that are finished stay.")
final class CancelCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ID", description = "The generation, by the id that generate and list show.")
    private String id;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        GatewayClient client = gateway.client();
        JsonNode document = client.cancel(id);
        if (json.chosen()) {
            json.print(document, System.out);
            return;
        }
        Generation generation = client.as(document, Generation.class);
        System.out.println("Generation " + generation.id() + " "
                + (generation.finished() ? "has ended: " + generation.status() : "is being canceled")
                + "; " + generation.drawn() + " of " + generation.count() + " images are there.");
    }
}
