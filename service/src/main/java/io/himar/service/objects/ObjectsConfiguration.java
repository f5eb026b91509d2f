package io.himar.service.objects;

import io.himar.service.settings.ObjectsSettings;
import io.himar.service.tracing.TracedCalls;
import io.himar.storage.objects.ObjectStore;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** For services that store pictures or hand them out. Nothing is connected until it is used. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ObjectsSettings.class)
public class ObjectsConfiguration {
    @Bean
    ObjectStore objectStore(ObjectsSettings settings, Clock clock, TracedCalls traced) {
        return new ObjectStore(settings.store(), clock, traced.objects(settings.endpoint(), settings.bucket()));
    }
}
