package io.himar.standalone.command;

import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.KeyClient;
import tools.jackson.databind.JsonNode;

/** How a new key is shown: the key alone on standard output, so that a script can take it from there. */
record MadeKey(GatewayClient gateway, JsonOption json) {
    void print(JsonNode document) {
        if (json.chosen()) {
            json.print(document, System.out);
            return;
        }
        KeyClient.Key key = gateway.as(document, KeyClient.Key.class);
        System.err.println(
                "Key " + key.id() + " of tenant " + key.tenant() + " may " + String.join(" and ", key.scopes())
                        + (key.expiresAt() == null ? "" : " until " + Times.of(key.expiresAt()))
                        + ". Keep it now; nobody can show it again:");
        System.out.println(key.key());
    }
}
