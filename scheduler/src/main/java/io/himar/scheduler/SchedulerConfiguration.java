package io.himar.scheduler;

import io.himar.service.database.MigratedDatabase;
import io.himar.service.settings.KafkaSettings;
import io.himar.storage.jobs.ImageLeases;
import io.himar.storage.jobs.ImageQueue;
import io.himar.storage.jobs.ImageTransitions;
import io.himar.storage.jobs.PendingCancellations;
import io.himar.storage.jobs.RetryPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the scheduler together. */
@Configuration(proxyBeanMethods = false)
class SchedulerConfiguration {
    /** What the scheduler does to the database. */
    record Store(
            ImageQueue queue, ImageTransitions transitions, ImageLeases leases, PendingCancellations cancellations) {}

    @Bean
    Store store(MigratedDatabase migrated, SchedulerSettings settings, Clock clock) {
        DataSource database = migrated.source();
        RetryPolicy retries = settings.retries().policy();
        return new Store(
                new ImageQueue(database, clock),
                new ImageTransitions(database, retries, clock),
                new ImageLeases(database, retries, clock),
                new PendingCancellations(database, clock));
    }

    @Bean
    KafkaClients kafkaClients(KafkaSettings kafka) {
        return new KafkaClients(kafka.bootstrapServers());
    }

    @Bean
    KafkaTopics kafkaTopics(KafkaClients clients, KafkaSettings kafka) {
        return new KafkaTopics(clients, kafka.partitions(), kafka.replicationFactor());
    }

    @Bean
    Publisher publisher(KafkaClients clients) {
        return new Publisher(clients);
    }

    @Bean
    SchedulerMetrics schedulerMetrics(MeterRegistry registry) {
        return new SchedulerMetrics(registry);
    }

    @Bean
    Dispatcher dispatcher(
            Store store,
            Publisher publisher,
            KafkaTopics topics,
            SchedulerSettings settings,
            SchedulerMetrics metrics) {
        return new Dispatcher(
                store.queue(), publisher, topics, settings.inFlight().limits(), settings.lease(), metrics);
    }

    @Bean
    Reconciler reconciler(
            Store store, Reports reports, Publisher publisher, KafkaTopics topics, SchedulerMetrics metrics) {
        return new Reconciler(store.leases(), store.cancellations(), reports, publisher, topics, metrics);
    }

    @Bean
    ReportHandler reportHandler(Store store, SchedulerSettings settings, Clock clock, SchedulerMetrics metrics) {
        return new ReportHandler(store.transitions(), store.leases(), settings.lease(), clock, metrics);
    }

    // The loop that uses it closes it.
    @Bean(destroyMethod = "")
    Reports reports(
            KafkaClients clients,
            KafkaTopics topics,
            ReportHandler handler,
            Publisher publisher,
            Clock clock,
            SchedulerMetrics metrics) {
        return new Reports(clients, topics, handler, publisher, clock, metrics);
    }

    @Bean
    SchedulerLoops schedulerLoops(
            SchedulerSettings settings,
            MigratedDatabase database,
            Dispatcher dispatcher,
            Reconciler reconciler,
            Reports reports,
            KafkaTopics topics,
            LoadMeter load) {
        return new SchedulerLoops(settings, database.source(), dispatcher, reconciler, reports, topics, load);
    }

    @Bean
    LoadMeter loadMeter(Store store, SchedulerMetrics metrics) {
        return new LoadMeter(store.queue(), metrics);
    }

    @Bean
    HealthIndicator topicsHealthIndicator(KafkaTopics topics) {
        return new TopicsHealth(topics);
    }

    @Bean
    HealthIndicator loopsHealthIndicator(SchedulerLoops loops) {
        return new LoopsHealth(loops);
    }
}
