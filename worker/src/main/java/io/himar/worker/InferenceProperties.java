package io.himar.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the model graphs run, {@code himar.inference.*}.
 *
 * @param address {@code host:port} of a server of the Open Inference Protocol over gRPC
 * @param requestTimeout how long one graph call may take, waiting for the server's queue included
 */
@ConfigurationProperties("himar.inference")
record InferenceProperties(
        String address, @DefaultValue("60s") Duration requestTimeout) {
    InferenceProperties {
        Expect.that(
                address != null && address.matches("[^\\s:/]+:\\d{1,5}"),
                "himar.inference.address",
                address,
                "host:port");
        Expect.positive("himar.inference.request-timeout", requestTimeout);
    }
}
