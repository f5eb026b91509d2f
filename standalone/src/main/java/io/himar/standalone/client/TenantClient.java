package io.himar.standalone.client;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tenants of a gateway, for whoever shows it a key of an administrator. */
public final class TenantClient {
    private static final String PATH = "v1/tenants";
    /** What the gateway tells of a tenant, and nobody asks for. */
    private static final List<String> TOLD = List.of("name", "created_at", "disabled_at");

    private final GatewayClient gateway;

    public TenantClient(GatewayClient gateway) {
        this.gateway = gateway;
    }

    /** A tenant as the gateway shows it; a limit that is null does not hold. */
    public record Tenant(
            String name,
            double weight,
            Integer mostInFlight,
            Integer mostUnfinished,
            Integer imagesPerDay,
            Integer mostPivots,
            Long mostBytes,
            Integer requestsPerMinute,
            boolean disabled,
            Instant createdAt) {}

    /**
     * A page of tenants by their names.
     *
     * @param cursor of the page before; null for the first
     */
    public JsonNode page(int limit, String cursor) {
        return gateway.get(
                PATH + "?limit=" + limit + (cursor == null ? "" : "&cursor=" + GatewayClient.encoded(cursor)));
    }

    /**
     * What can be set of a tenant, as it is now.
     *
     * @throws GatewayException if nobody has named it
     */
    public ObjectNode settings(String name) {
        ObjectNode settings = (ObjectNode) gateway.get(path(name));
        settings.remove(TOLD);
        return settings;
    }

    /** Names a tenant, or changes it; what the settings leave out does not hold. */
    public JsonNode save(String name, JsonNode settings) {
        return gateway.put(path(name), settings);
    }

    private static String path(String name) {
        return PATH + "/" + GatewayClient.encoded(name);
    }
}
