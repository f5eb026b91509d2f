package io.himar.gateway.generation;

import io.himar.service.settings.Expect;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may wait.
 *
 * @param maxImages most images of all tenants together that no worker has had yet; requests beyond are asked to come
 *     again. 0 for any number
 */
@ConfigurationProperties("himar.backlog")
public record BacklogSettings(@DefaultValue("0") int maxImages) {
    public BacklogSettings {
        Expect.atLeast("himar.backlog.max-images", maxImages, 0);
    }

    /** Refuses a limit with which the largest generation would never be accepted. */
    BacklogSettings admitting(GenerationLimits limits) {
        Expect.that(
                maxImages == 0 || maxImages >= limits.maxCount(),
                "himar.backlog.max-images",
                maxImages,
                "0, or at least himar.generations.max-count, which is " + limits.maxCount());
        return this;
    }
}
