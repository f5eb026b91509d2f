package io.himar.gateway.event;

import io.himar.gateway.generation.GenerationViews;
import io.himar.gateway.generation.GenerationWaits;
import io.himar.service.settings.KafkaSettings;
import io.himar.storage.jobs.JobReader;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import tools.jackson.databind.json.JsonMapper;

/** Live events: one pump and one progress consumer for all streams, a few threads that write. */
@Configuration(proxyBeanMethods = false)
class EventConfiguration {
    @Bean
    EventMessages eventMessages(GenerationViews views, JsonMapper json) {
        return new EventMessages(views, json);
    }

    @Bean(destroyMethod = "shutdown")
    ExecutorService eventWriters(EventSettings settings) {
        ThreadPoolExecutor writers = new ThreadPoolExecutor(
                settings.writers(),
                settings.writers(),
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                new CustomizableThreadFactory("himar-event-writer-"));
        writers.allowCoreThreadTimeOut(true);
        return writers;
    }

    @Bean
    EventHub eventHub(
            EventSettings settings, EventMessages messages, @Qualifier("eventWriters") ExecutorService eventWriters) {
        return new EventHub(settings, messages, eventWriters);
    }

    @Bean
    EventPump eventPump(
            EventHub hub,
            GenerationWaits waits,
            JobReader reader,
            EventMessages messages,
            EventSettings settings,
            DataSource database) {
        return new EventPump(hub, waits, new ChangeDelivery(hub, reader, messages), settings, database);
    }

    @Bean
    ProgressConsumer progressConsumer(KafkaSettings kafka, EventHub hub) {
        return new ProgressConsumer(kafka.bootstrapServers(), hub);
    }

    @Bean
    MeterBinder openStreams(EventHub hub) {
        return registry -> Gauge.builder("himar.gateway.event.streams", hub, EventHub::openStreams)
                .description("Open event streams")
                .register(registry);
    }
}
