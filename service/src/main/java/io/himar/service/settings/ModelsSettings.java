package io.himar.service.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which models there are.
 *
 * @param directory root of an exported model repository, which holds one {@code NAME.json} per model
 * @param lookEvery time between two looks at it; a change counts from the second one that sees it
 * @param only the names of those that this service knows of; all of the repository if there are none
 */
@ConfigurationProperties("himar.models")
public record ModelsSettings(
        @DefaultValue("models") Path directory,
        @DefaultValue("3s") Duration lookEvery,
        @DefaultValue List<String> only) {
    public ModelsSettings {
        Expect.positive("himar.models.look-every", lookEvery);
        only = List.copyOf(only);
        only.forEach(name -> Expect.notBlank("himar.models.only", name));
    }
}
