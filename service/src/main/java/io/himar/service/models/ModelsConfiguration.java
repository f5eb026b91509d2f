package io.himar.service.models;

import io.himar.service.settings.ModelsSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** For services that have to know the models. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelsSettings.class)
public class ModelsConfiguration {
    @Bean
    FollowedModels models(ModelsSettings settings) {
        return new FollowedModels(settings);
    }

    @Bean
    PromptTokenizers promptTokenizers(FollowedModels models) {
        return models.tokenizers();
    }
}
