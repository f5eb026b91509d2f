package io.himar.service.settings;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which models there are.
 *
 * @param directory root of an exported model repository, which holds one {@code NAME.json} per model
 */
@ConfigurationProperties("himar.models")
public record ModelsSettings(@DefaultValue("models") Path directory) {}
