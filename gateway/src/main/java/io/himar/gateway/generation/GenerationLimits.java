package io.himar.gateway.generation;

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
        atLeastOne("max-count", maxCount);
        atLeastOne("max-body", maxBody.toBytes());
        atLeastOne("max-page", maxPage);
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("himar.generations." + name + ": " + value + " (expected: >= 1)");
        }
    }
}
