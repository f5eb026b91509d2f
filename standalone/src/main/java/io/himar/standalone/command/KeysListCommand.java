package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.KeyClient;
import io.himar.standalone.client.Pages;
import io.himar.standalone.terminal.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(name = "list", description = "List API keys, newest first; their secrets are not kept.")
final class KeysListCommand implements Runnable {
    private static final int PAGE = 100;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only those of this tenant.")
    private String tenant;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private JsonOption json;

    @Override
    public void run() {
        GatewayClient client = gateway.client();
        List<JsonNode> keys = all(new KeyClient(client));
        if (json.chosen()) {
            json.print(JsonMapper.shared().createArrayNode().addAll(keys), System.out);
        } else if (keys.isEmpty()) {
            System.out.println("No keys yet: ./himar keys create NAME" + gateway.asGiven());
        } else {
            print(keys.stream()
                    .map(each -> client.as(each, KeyClient.Key.class))
                    .toList());
        }
    }

    private List<JsonNode> all(KeyClient client) {
        return Pages.first(
                Integer.MAX_VALUE,
                (wanted, cursor) -> client.page(Optional.ofNullable(tenant), Math.min(PAGE, wanted), cursor));
    }

    private static void print(List<KeyClient.Key> keys) {
        Table table = new Table("ID", "CREATED", "TENANT", "KEY", "SCOPES", "ENDS", "NAME");
        keys.forEach(key -> table.row(
                key.id(),
                Times.of(key.createdAt()),
                key.tenant(),
                key.prefix() + "...",
                String.join(",", key.scopes()),
                end(key),
                key.name()));
        table.print(System.out);
    }

    private static String end(KeyClient.Key key) {
        if (key.revokedAt() != null) {
            return "revoked";
        }
        if (key.expiresAt() == null) {
            return "never";
        }
        return key.expiresAt().isBefore(Instant.now()) ? "expired" : Times.of(key.expiresAt());
    }
}
