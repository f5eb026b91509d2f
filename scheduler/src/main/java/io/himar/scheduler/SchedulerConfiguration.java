package io.himar.scheduler;

import io.himar.scheduler.scheduling.Dispatcher;
import io.himar.scheduler.scheduling.Reconciler;
import io.himar.scheduler.scheduling.ReportIntake;
import io.himar.service.database.MigratedDatabase;
import io.himar.service.settings.KafkaSettings;
import io.himar.service.tracing.ImageTraces;
import io.himar.service.tracing.TracedCalls;
import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.LoadReader;
import io.himar.storage.images.ModelSecondsReader;
import io.himar.storage.images.PostgresImageTables;
import io.himar.storage.objects.ObjectStore;
import io.himar.storage.retention.Retention;
import io.himar.storage.sql.TimeSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the scheduler together. */
@Configuration(proxyBeanMethods = false)
class SchedulerConfiguration {
    /** Where images are kept, and what can happen to them. */
    record Images(ImageTables tables, ImageLife life) {}

    @Bean
    Images images(MigratedDatabase migrated, SchedulerSettings settings, TimeSource time, TracedCalls traced) {
        ImageTables tables = new PostgresImageTables(migrated.source(), time);
        return new Images(
                traced.transactions()
                        .<ImageTables>map(shared -> new TracedTables(tables, shared))
                        .orElse(tables),
                new ImageLife(
                        settings.retries().policy(),
                        () -> ThreadLocalRandom.current().nextDouble()));
    }

    @Bean
    KafkaClients kafkaClients(KafkaSettings kafka) {
        return new KafkaClients(kafka);
    }

    @Bean
    KafkaTopics kafkaTopics(KafkaClients clients, KafkaSettings kafka) {
        return new KafkaTopics(clients, kafka);
    }

    @Bean
    Publisher publisher(KafkaClients clients) {
        return new Publisher(clients);
    }

    @Bean
    KafkaTaskSender taskSender(Publisher publisher, KafkaTopics topics) {
        return new KafkaTaskSender(publisher, topics);
    }

    @Bean
    SchedulerMetrics schedulerMetrics(MeterRegistry registry) {
        return new SchedulerMetrics(registry);
    }

    @Bean
    SchedulingListeners schedulingListeners(
            SchedulerMetrics metrics, ImageTraces traces, TracedCalls traced, KafkaSettings kafka) {
        return new SchedulingListeners(metrics, new SchedulingTraces(traces, traced.transactions(), kafka.topics()));
    }

    @Bean
    Dispatcher dispatcher(
            Images images, SchedulerSettings settings, KafkaTaskSender sender, SchedulingListeners listeners) {
        return new Dispatcher(images.tables(), images.life(), settings.rules(), sender, listeners);
    }

    @Bean
    ReportIntake reportIntake(Images images, SchedulerSettings settings, SchedulingListeners listeners) {
        return new ReportIntake(images.tables(), images.life(), settings.rules(), listeners);
    }

    @Bean
    DeadReports deadReports(Publisher publisher, SchedulerMetrics metrics) {
        return new DeadReports(publisher, metrics);
    }

    // The loop that uses it closes it.
    @Bean(destroyMethod = "")
    Reports reports(KafkaClients clients, KafkaTopics topics, ReportIntake intake, DeadReports dead) {
        return new Reports(clients, topics, intake, dead);
    }

    @Bean
    Reconciler reconciler(Images images, Reports reports, KafkaTaskSender sender, SchedulingListeners listeners) {
        return new Reconciler(images.tables(), images.life(), reports::partitions, sender, listeners);
    }

    @Bean
    Upkeep upkeep(
            MigratedDatabase migrated,
            TimeSource time,
            ObjectStore objects,
            SchedulerSettings settings,
            SchedulerMetrics metrics) {
        return new Upkeep(
                new LoadReader(migrated.source(), time, settings.workerSilence()),
                new ModelSecondsReader(migrated.source()),
                new Retention(
                        migrated.source(), time, objects, settings.retention().policy()),
                metrics);
    }

    @Bean
    SchedulerLoops schedulerLoops(
            SchedulerSettings settings,
            MigratedDatabase database,
            Dispatcher dispatcher,
            Reconciler reconciler,
            Reports reports,
            KafkaTopics topics,
            Upkeep upkeep) {
        return new SchedulerLoops(settings, database.source(), dispatcher, reconciler, reports, topics, upkeep);
    }

    @Bean
    HealthIndicator topicsHealthIndicator(KafkaTopics topics) {
        return new TopicsHealth(topics);
    }

    @Bean
    HealthIndicator loopsHealthIndicator(SchedulerLoops loops) {
        return new LoopsHealth(loops);
    }

    @Bean
    HealthIndicator stuckHealthIndicator(SchedulerLoops loops) {
        return new StuckHealth(loops);
    }
}
