package io.himar.service;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Gives settings that were set under an old name their new one, and says so. */
final class RenamedSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final Logger log = LoggerFactory.getLogger(RenamedSettings.class);

    private final List<RenamedSetting> renamed;

    RenamedSettings(List<RenamedSetting> renamed) {
        this.renamed = renamed;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Map<String, Object> values = new HashMap<>();
        for (RenamedSetting setting : renamed) {
            String value = environment.getProperty(setting.old());
            if (value != null) {
                log.warn("{} is called {} now; the old name still works", setting.old(), setting.now());
                values.put(setting.now(), value + setting.unit());
            }
        }
        // Over the defaults alone: whoever also sets the new name means that.
        environment
                .getPropertySources()
                .addBefore(
                        DefaultPropertiesPropertySource.NAME,
                        new MapPropertySource("settings under their old names", values));
    }
}
