package io.himar.gateway.event;

import io.himar.gateway.access.LetIn;
import io.himar.gateway.generation.GenerationViews;
import io.himar.gateway.generation.GenerationWaits;
import io.himar.gateway.generation.QueueOutlook;
import io.himar.service.database.MigratedDatabase;
import io.himar.service.settings.KafkaSettings;
import io.himar.storage.jobs.ImageWork;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.JournalReader;
import io.himar.storage.jobs.NewestJobs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import tools.jackson.databind.json.JsonMapper;

/** Live events: one thread that tells all streams, one with which they catch up, and one that hears progress. */
@Configuration(proxyBeanMethods = false)
class EventConfiguration {
    @Bean
    EventMessages eventMessages(GenerationViews views, JsonMapper json) {
        return new EventMessages(views, json);
    }

    @Bean
    Backlogs backlogs(EventSettings settings) {
        return new Backlogs(
                settings.maxBacklog().toBytes(), settings.maxBacklogs().toBytes());
    }

    @Bean
    EventHub eventHub(EventSettings settings, Backlogs backlogs) {
        return new EventHub(settings, backlogs);
    }

    @Bean
    JournalReader journalReader(MigratedDatabase database) {
        return new JournalReader(database.source());
    }

    @Bean
    LiveRound liveRound(
            EventHub hub, JournalReader journal, JobReader jobs, EventMessages messages, ProgressRelay progress) {
        return new LiveRound(hub, journal, jobs, messages, progress);
    }

    @Bean
    ProgressRelay progressRelay(EventHub hub, MigratedDatabase database, EventMessages messages) {
        return new ProgressRelay(hub, new ImageWork.Reader(database.source()), messages);
    }

    @Bean
    QueueNotices queueNotices(EventHub hub, QueueOutlook queue, EventMessages messages) {
        return new QueueNotices(hub, queue, messages);
    }

    @Bean
    EventPump eventPump(
            EventHub hub,
            GenerationWaits waits,
            LiveRound round,
            ProgressRelay progress,
            QueueNotices queue,
            EventSettings settings,
            MigratedDatabase database) {
        return new EventPump(hub, waits, round, progress, queue, settings, database.source());
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService catchUpThread() {
        return new ScheduledThreadPoolExecutor(1, new CustomizableThreadFactory("himar-event-catch-up-"));
    }

    @Bean
    CatchUps catchUps(
            EventHub hub,
            Sources sources,
            JobReader jobs,
            EventMessages messages,
            Backlogs backlogs,
            ScheduledExecutorService catchUpThread,
            EventPump pump) {
        CatchUps all = new CatchUps(hub, sources, jobs, messages, backlogs, catchUpThread, pump::wake);
        hub.catchUpBy(all::add);
        return all;
    }

    @Bean
    DepartedCallers departedCallers(EventHub hub, LetIn letIn) {
        return new DepartedCallers(hub, letIn);
    }

    @Bean
    Sources eventSources(JournalReader journal, MigratedDatabase database) {
        return new Sources(journal, new NewestJobs(database.source()));
    }

    @Bean
    ProgressConsumer progressConsumer(KafkaSettings kafka, ProgressRelay relay) {
        return new ProgressConsumer(kafka, relay);
    }

    @Bean
    MeterBinder openStreams(EventHub hub, Backlogs backlogs) {
        return registry -> {
            Gauge.builder("himar.gateway.event.streams", hub, EventHub::openStreams)
                    .description("Open event streams")
                    .register(registry);
            Gauge.builder("himar.gateway.event.backlog", backlogs, Backlogs::bytes)
                    .description("Bytes that wait for clients of event streams")
                    .baseUnit("bytes")
                    .register(registry);
        };
    }
}
