package io.himar.worker;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which models there are, {@code himar.models.*}.
 *
 * @param directory root of the exported model repository, which holds one {@code NAME.json} per model
 */
@ConfigurationProperties("himar.models")
record ModelsProperties(Path directory) {
    ModelsProperties {
        Expect.that(directory != null, "himar.models.directory", null, "the folder of the exported models");
    }
}
