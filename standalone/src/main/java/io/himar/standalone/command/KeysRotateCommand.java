package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.KeyClient;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rotate", description = "Make the key that follows another, which lives for some time yet.")
final class KeysRotateCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ID", description = "The old key, by the id that keys list shows.")
    private String id;

    @Option(
            names = "--overlap",
            paramLabel = "TIME",
            description = "For how long the old key lets callers in yet, such as 0s or 24h (default: 1d).")
    private String overlap;

    @Option(
            names = "--expires-in",
            paramLabel = "TIME",
            description = "For how long the new key lets callers in, such as 90d (default: for ever).")
    private String expiresIn;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("overlap", overlap);
        fields.put("expires_in", expiresIn);
        fields.values().removeIf(value -> value == null);
        GatewayClient client = gateway.client();
        new MadeKey(client, json).print(new KeyClient(client).rotate(id, fields));
    }
}
