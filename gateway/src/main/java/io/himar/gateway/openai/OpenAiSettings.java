package io.himar.gateway.openai;

import io.himar.service.settings.Expect;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How requests in the shape of OpenAI's images API are answered.
 *
 * @param timeout for how long a request waits for its images, which expire then; clients of that API wait for ten
 *     minutes
 * @param heartbeat time between comments in a stream, and between looks whether a client that waits has left
 */
@ConfigurationProperties("himar.openai")
public record OpenAiSettings(
        @DefaultValue("10m") Duration timeout,
        @DefaultValue("5s") Duration heartbeat) {
    public OpenAiSettings {
        Expect.positive("himar.openai.timeout", timeout);
        Expect.positive("himar.openai.heartbeat", heartbeat);
    }
}
