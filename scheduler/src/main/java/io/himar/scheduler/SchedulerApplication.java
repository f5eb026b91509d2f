package io.himar.scheduler;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/** The scheduler as an application; its configuration is {@code scheduler.yml}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SchedulerApplication {
    /**
     * Starts the scheduler and returns once its loops run. Kafka may come later; the database must be there.
     *
     * @param arguments as on the command line: {@code --himar.database.url=...}
     */
    public static ConfigurableApplicationContext start(String... arguments) {
        SpringApplication application = new SpringApplication(SchedulerApplication.class);
        application.setDefaultProperties(Map.of("spring.config.name", "scheduler"));
        return application.run(arguments);
    }

    public static void main(String[] arguments) {
        start(arguments);
    }
}
