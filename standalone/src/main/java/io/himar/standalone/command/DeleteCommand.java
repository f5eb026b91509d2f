package io.himar.standalone.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "delete", description = "Delete a generation with all its pictures; what has not ended is canceled.")
final class DeleteCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ID", description = "The generation, by the id that generate and list show.")
    private String id;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        gateway.client().delete(id);
        if (json.chosen()) {
            json.print(JsonOption.deleted(id), System.out);
        } else {
            System.out.println("Generation " + id + " is deleted.");
        }
    }
}
