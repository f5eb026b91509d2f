package io.himar.service.settings;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the model graphs run.
 *
 * @param address {@code host:port} of a server of the Open Inference Protocol over gRPC
 * @param requestTimeout how long any graph call may take, waiting in the server's queue included. Calls that have much
 *     to do may take longer, by what such calls took before
 * @param longestCall how long a graph call may take at most, whatever it has to do
 */
@ConfigurationProperties("himar.inference")
public record InferenceSettings(
        @DefaultValue("127.0.0.1:8001") String address,
        @DefaultValue("60s") Duration requestTimeout,
        @DefaultValue("10m") Duration longestCall) {
    private static final String ADDRESS = "([^\\s:/\\[\\]]+|\\[[\\da-fA-F:.]+]):\\d{1,5}";

    public InferenceSettings {
        Expect.that(address != null && address.matches(ADDRESS), "himar.inference.address", address, "host:port");
        Expect.positive("himar.inference.request-timeout", requestTimeout);
        Expect.positive("himar.inference.longest-call", longestCall);
    }
}
