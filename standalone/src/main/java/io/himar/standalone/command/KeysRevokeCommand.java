package io.himar.standalone.command;

import io.himar.standalone.client.KeyClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "revoke", description = "Let nobody in with a key any more, within seconds.")
final class KeysRevokeCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ID", description = "The key, by the id that keys list shows.")
    private String id;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        JsonNode key = new KeyClient(gateway.client()).revoke(id);
        if (json.chosen()) {
            json.print(key, System.out);
        } else {
            System.out.println("Key " + id + " is revoked.");
        }
    }
}
