package io.himar.standalone.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The API keys of a gateway, for whoever shows it one of an administrator. */
public final class KeyClient {
    private static final String PATH = "v1/keys";

    private final GatewayClient gateway;

    public KeyClient(GatewayClient gateway) {
        this.gateway = gateway;
    }

    /** An API key as the gateway shows it; {@code key} is there only in the answer that made it. */
    public record Key(
            String id,
            String tenant,
            String name,
            String prefix,
            String key,
            List<String> scopes,
            Instant createdAt,
            Instant expiresAt,
            Instant revokedAt,
            String replacedBy) {
        public Key {
            scopes = scopes == null ? List.of() : List.copyOf(scopes);
        }
    }

    /** Makes a key from the fields that are given. */
    public JsonNode create(Map<String, Object> fields) {
        return gateway.post(PATH, fields);
    }

    /**
     * A page of keys, newest first.
     *
     * @param tenant whose; those of all if empty
     * @param cursor of the page before; null for the first
     */
    public JsonNode page(Optional<String> tenant, int limit, String cursor) {
        return gateway.get(PATH + "?limit=" + limit
                + tenant.map(name -> "&tenant=" + GatewayClient.encoded(name)).orElse("")
                + (cursor == null ? "" : "&cursor=" + GatewayClient.encoded(cursor)));
    }

    /** Makes the key that follows another. */
    public JsonNode rotate(String id, Map<String, Object> fields) {
        return gateway.post(PATH + "/" + GatewayClient.encoded(id) + "/rotate", fields);
    }

    public JsonNode revoke(String id) {
        return gateway.post(PATH + "/" + GatewayClient.encoded(id) + "/revoke", Map.of());
    }
}
