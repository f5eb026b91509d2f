package io.himar.service;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Tells whoever sets a setting that has no effect any more. */
final class RetiredSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final Logger log = LoggerFactory.getLogger(RetiredSettings.class);

    private final List<RetiredSetting> retired;

    RetiredSettings(List<RetiredSetting> retired) {
        this.retired = retired;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        for (RetiredSetting setting : retired) {
            if (context.getEnvironment().containsProperty(setting.name())) {
                log.warn("{} {}", setting.name(), setting.told());
            }
        }
    }
}
