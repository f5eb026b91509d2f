package io.himar.gateway.delivery;

import io.himar.gateway.generation.GenerationViews;
import io.himar.gateway.webhook.Destinations;
import io.himar.service.database.MigratedDatabase;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.webhooks.DeliveryLog;
import io.himar.storage.webhooks.DeliveryQueue;
import io.himar.storage.webhooks.DisabledEndpoints;
import io.himar.storage.webhooks.WebhookSecrets;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.OkHttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks: their tables, and what sends them. */
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {
    @Bean
    DeliveryQueue deliveryQueue(MigratedDatabase database, TimeSource time) {
        return new DeliveryQueue(database.source(), time);
    }

    @Bean
    DeliveryLog deliveryLog(MigratedDatabase database, TimeSource time) {
        return new DeliveryLog(database.source(), time);
    }

    @Bean
    WebhookSecrets webhookSecrets(MigratedDatabase database, TimeSource time) {
        return new WebhookSecrets(database.source(), time);
    }

    @Bean
    DisabledEndpoints disabledEndpoints(MigratedDatabase database) {
        return new DisabledEndpoints(database.source());
    }

    @Bean
    DeliveryMetrics deliveryMetrics(MeterRegistry registry) {
        return new DeliveryMetrics(registry);
    }

    @Bean
    Messages webhookMessages(JobReader reader, GenerationViews views, JsonMapper json) {
        return new Messages(reader, views, json);
    }

    @Bean
    Courier courier(
            DeliveryQueue queue,
            WebhookSecrets secrets,
            Messages messages,
            Destinations destinations,
            DeliverySettings settings,
            DeliveryMetrics metrics) {
        Sender sender = new Sender(
                new OkHttpClient(), new GuardedSockets(destinations::reachable), settings.timeout(), Clock.systemUTC());
        RetrySchedule schedule = new RetrySchedule(
                settings.retries(), () -> ThreadLocalRandom.current().nextDouble());
        return new Courier(queue, secrets, messages, sender, schedule, metrics);
    }

    @Bean
    DeliveryLoop deliveryLoop(
            DeliveryQueue queue, DeliveryLog log, Courier courier, DeliverySettings settings, DeliveryMetrics metrics) {
        return new DeliveryLoop(
                queue,
                log,
                courier,
                settings,
                metrics,
                Executors.newFixedThreadPool(settings.maxAtOnce(), new CustomizableThreadFactory("himar-webhook-")));
    }
}
