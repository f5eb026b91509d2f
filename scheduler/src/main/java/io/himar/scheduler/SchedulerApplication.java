package io.himar.scheduler;

import io.himar.service.RenamedSetting;
import io.himar.service.ServiceLaunch;
import io.himar.service.database.DatabaseConfiguration;
import io.himar.service.objects.ObjectsConfiguration;
import io.himar.service.settings.KafkaSettings;
import io.himar.service.tracing.TracingConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The scheduler as an application. */
@SpringBootApplication
@Import({DatabaseConfiguration.class, ObjectsConfiguration.class, TracingConfiguration.class})
@EnableConfigurationProperties({KafkaSettings.class, SchedulerSettings.class})
public class SchedulerApplication {
    /** How the scheduler starts; its configuration file is {@code scheduler.yml}. */
    public static final ServiceLaunch LAUNCH = ServiceLaunch.of("scheduler", SchedulerApplication.class)
            .renamed(
                    new RenamedSetting("spring.datasource.url", "himar.database.url", ""),
                    new RenamedSetting("spring.datasource.username", "himar.database.username", ""),
                    new RenamedSetting("spring.datasource.password", "himar.database.password", ""),
                    new RenamedSetting(
                            "spring.datasource.hikari.maximum-pool-size", "himar.database.max-connections", ""),
                    new RenamedSetting(
                            "spring.datasource.hikari.connection-timeout", "himar.database.connection-timeout", "ms"));

    /**
     * Starts the scheduler and returns once its loops run; see {@link ServiceLaunch#start}. Kafka may come later; the
     * database must be there.
     */
    public static ConfigurableApplicationContext start(String... arguments) {
        return LAUNCH.start(arguments);
    }

    public static void main(String[] arguments) {
        start(arguments);
    }
}
