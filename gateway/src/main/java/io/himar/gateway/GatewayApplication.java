package io.himar.gateway;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway: the suite's HTTP interface. It is the only service that users reach. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayApplication {
    /** Starts the gateway as a program; what goes wrong is explained in a sentence, and the exit status is 1. */
    public static void main(String[] args) {
        start(args);
    }

    /**
     * Starts the gateway in this JVM.
     *
     * @param args properties as {@code --name=value}; see {@code gateway.yml} for the names
     * @return the running application; closing it stops the gateway
     */
    public static ConfigurableApplicationContext start(String... args) {
        SpringApplication application = new SpringApplication(GatewayApplication.class);
        application.setDefaultProperties(Map.of("spring.config.name", "gateway"));
        return application.run(args);
    }
}
