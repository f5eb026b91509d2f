package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.KeyClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "create", description = "Make an API key and show it, once.")
final class KeysCreateCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "NAME", description = "What the key is for, in a few words.")
    private String name;

    @Option(names = "--tenant", paramLabel = "NAME", description = "On whose behalf its callers ask (default: local).")
    private String tenant;

    @Option(
            names = "--scopes",
            paramLabel = "SCOPE",
            split = ",",
            description = "What its callers may do: submit, read, admin; separated by commas (default: submit,read).")
    private List<String> scopes;

    @Option(
            names = "--expires-in",
            paramLabel = "TIME",
            description = "For how long it lets callers in, such as 90d (default: for ever).")
    private String expiresIn;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("tenant", tenant);
        fields.put("scopes", scopes);
        fields.put("expires_in", expiresIn);
        fields.values().removeIf(value -> value == null);
        GatewayClient client = gateway.client();
        new MadeKey(client, json).print(new KeyClient(client).create(fields));
    }
}
