package io.himar.worker;

import io.himar.service.settings.KafkaSecurity;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Tells all of Spring's clients of Kafka how the brokers are spoken to. Those of Spring Cloud Stream live in a context
 * of their own, which has nothing in common with the worker's but the properties.
 */
final class SecuredBrokers implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        KafkaSecurity security =
                Binder.get(context.getEnvironment()).bindOrCreate("himar.kafka.security", KafkaSecurity.class);
        Map<String, Object> properties = new HashMap<>();
        security.clientProperties()
                .forEach((name, value) -> properties.put("spring.kafka.properties." + name, literal(value)));
        if (!properties.isEmpty()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("security of the brokers", properties));
        }
    }

    /** A password is what was written: <code>${</code> in it begins no placeholder. */
    private static String literal(String value) {
        return value.replace("${", "\\${");
    }
}
