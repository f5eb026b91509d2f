package io.himar.gateway.generation;

import io.himar.service.settings.Expect;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of pivots.
 *
 * @param keptFor how long those that somebody wants are kept after the end of their image
 */
@ConfigurationProperties("himar.pivots")
public record PivotSettings(@DefaultValue("7d") Duration keptFor) {
    public PivotSettings {
        Expect.that(keptFor.toSeconds() >= 1, "himar.pivots.kept-for", keptFor, "at least 1s");
    }
}
