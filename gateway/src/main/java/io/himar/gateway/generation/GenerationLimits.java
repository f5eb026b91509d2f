package io.himar.gateway.generation;

import io.himar.service.settings.Expect;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one request may ask for.
 *
 * @param maxCount most images of one generation
 * @param maxBody longest request body
 * @param maxPage most generations of one page
 */
@ConfigurationProperties("himar.generations")
public record GenerationLimits(
        @DefaultValue(DEFAULT_MAX_COUNT) int maxCount,
        @DefaultValue("64KB") DataSize maxBody,
        @DefaultValue("100") int maxPage) {
    /** For documents of the interface and of the command line, which can only take up constants. */
    public static final String DEFAULT_MAX_COUNT = "100";

    public GenerationLimits {
        Expect.atLeast("himar.generations.max-count", maxCount, 1);
        Expect.atLeast("himar.generations.max-body", maxBody.toBytes(), 1);
        Expect.atLeast("himar.generations.max-page", maxPage, 1);
    }
}
