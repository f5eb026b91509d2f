package io.himar.service.models;

import io.himar.model.catalog.ModelCatalog;
import io.himar.service.settings.ModelsSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** For services that have to know the models. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelsSettings.class)
public class ModelsConfiguration {
    @Bean
    ModelCatalog modelCatalog(ModelsSettings settings) {
        return ModelCatalog.read(settings.directory());
    }

    @Bean
    PromptTokenizers promptTokenizers(ModelCatalog models) {
        return PromptTokenizers.read(models);
    }
}
