package io.himar.scheduler;

import io.himar.storage.Migrations;
import io.himar.storage.jobs.ImageLeases;
import io.himar.storage.jobs.ImageQueue;
import io.himar.storage.jobs.ImageTransitions;
import io.himar.storage.jobs.PendingCancellations;
import io.himar.storage.jobs.RetryPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the scheduler together. */
@Configuration(proxyBeanMethods = false)
class SchedulerConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** What the scheduler does to the database, which has the current schema once this exists. */
    record Store(
            ImageQueue queue, ImageTransitions transitions, ImageLeases leases, PendingCancellations cancellations) {}

    @Bean
    Store store(DataSource database, SchedulerProperties properties, Clock clock) {
        Migrations.apply(database);
        RetryPolicy retries = properties.retries().policy();
        return new Store(
                new ImageQueue(database, clock),
                new ImageTransitions(database, retries, clock),
                new ImageLeases(database, retries, clock),
                new PendingCancellations(database, clock));
    }

    @Bean
    KafkaClients kafkaClients(KafkaProperties kafka) {
        return new KafkaClients(kafka.bootstrapServers());
    }

    @Bean
    KafkaTopics kafkaTopics(KafkaClients clients, KafkaProperties kafka) {
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
            SchedulerProperties properties,
            SchedulerMetrics metrics) {
        return new Dispatcher(
                store.queue(), publisher, topics, properties.inFlight().limits(), properties.lease(), metrics);
    }

    @Bean
    Reconciler reconciler(
            Store store, Reports reports, Publisher publisher, KafkaTopics topics, SchedulerMetrics metrics) {
        return new Reconciler(store.leases(), store.cancellations(), reports, publisher, topics, metrics);
    }

    @Bean
    ReportHandler reportHandler(Store store, SchedulerProperties properties, Clock clock, SchedulerMetrics metrics) {
        return new ReportHandler(store.transitions(), store.leases(), properties.lease(), clock, metrics);
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
            SchedulerProperties properties,
            DataSource database,
            Store store,
            Dispatcher dispatcher,
            Reconciler reconciler,
            Reports reports,
            KafkaTopics topics,
            SchedulerMetrics metrics) {
        return new SchedulerLoops(
                properties, database, store.queue(), dispatcher, reconciler, reports, topics, metrics);
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
