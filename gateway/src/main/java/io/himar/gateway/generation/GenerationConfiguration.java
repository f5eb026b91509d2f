package io.himar.gateway.generation;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What generations need beyond their own parts. */
@Configuration(proxyBeanMethods = false)
class GenerationConfiguration {
    /** Draws the seeds that requests leave open. */
    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }
}
