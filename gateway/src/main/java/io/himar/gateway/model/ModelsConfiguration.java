package io.himar.gateway.model;

import io.himar.model.catalog.ModelCatalog;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which models are offered. */
@Configuration(proxyBeanMethods = false)
class ModelsConfiguration {
    /**
     * Where the model repository is.
     *
     * @param directory folder of the {@code NAME.json} files
     */
    @ConfigurationProperties("himar.models")
    record ModelsSettings(Path directory) {
        ModelsSettings {
            if (directory == null) {
                throw new IllegalArgumentException("himar.models.directory: missing (expected: a folder)");
            }
        }
    }

    @Bean
    ModelCatalog modelCatalog(ModelsSettings settings) {
        return ModelCatalog.read(settings.directory());
    }
}
