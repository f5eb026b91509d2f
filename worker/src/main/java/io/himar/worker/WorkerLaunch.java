package io.himar.worker;

import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts a worker application so that several applications can share one JVM. */
public final class WorkerLaunch {
    private WorkerLaunch() {}

    /**
     * Starts {@code application} with {@code MODULE.yml} as its configuration.
     *
     * @param args properties as {@code --name=value}
     */
    public static ConfigurableApplicationContext start(Class<?> application, String module, String... args) {
        return new SpringApplicationBuilder(application)
                // Not in a file: it names the file.
                .properties(Map.of("spring.config.name", module))
                .run(args);
    }
}
