package io.himar.service.settings;

import java.nio.file.Path;
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
 * @param tls whether it is spoken to over TLS
 * @param authorities PEM file of the authorities that its certificate comes from; those of the JVM if absent
 * @param token shown with each call as {@code authorization: Bearer TOKEN}, which takes TLS
 */
@ConfigurationProperties("himar.inference")
public record InferenceSettings(
        @DefaultValue("127.0.0.1:8001") String address,
        @DefaultValue("60s") Duration requestTimeout,
        @DefaultValue("10m") Duration longestCall,
        @DefaultValue("false") boolean tls,
        Path authorities,
        Secret token) {
    private static final String ADDRESS = "([^\\s:/\\[\\]]+|\\[[\\da-fA-F:.]+]):\\d{1,5}";

    public InferenceSettings {
        Expect.that(address != null && address.matches(ADDRESS), "himar.inference.address", address, "host:port");
        Expect.positive("himar.inference.request-timeout", requestTimeout);
        Expect.positive("himar.inference.longest-call", longestCall);
        Expect.file("himar.inference.authorities", authorities);
        Expect.that(tls || token == null, "himar.inference.token", token, "none, unless himar.inference.tls is true");
    }
}
