package io.himar.service;

import io.himar.service.settings.Secret;
import io.himar.service.settings.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** A secret is what was written: <code>${</code> in it begins no placeholder. */
final class LiteralSecrets implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private final List<Setting> settings;

    LiteralSecrets(List<Setting> settings) {
        this.settings = settings;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Map<String, Object> literal = new HashMap<>();
        for (Setting setting : settings) {
            if (setting.secret() && written(environment, setting) instanceof String text && text.contains("${")) {
                // Only texts are searched for placeholders.
                literal.put(setting.name(), Secret.of(text));
            }
        }
        environment.getPropertySources().addFirst(new MapPropertySource("secrets as they were written", literal));
    }

    private static Object written(ConfigurableEnvironment environment, Setting setting) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(setting.name());
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return Objects.toString(property.getValue(), null);
            }
        }
        return null;
    }
}
