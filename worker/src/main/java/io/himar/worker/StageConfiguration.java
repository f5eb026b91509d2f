package io.himar.worker;

import io.himar.inference.InferenceClient;
import io.himar.service.models.PromptTokenizers;
import io.himar.service.settings.InferenceSettings;
import io.himar.storage.objects.ObjectStore;
import io.himar.worker.gate.CircuitBreaker;
import io.himar.worker.gate.ObjectsGate;
import io.himar.worker.intake.DeadLetters;
import io.himar.worker.intake.EndedLeases;
import io.himar.worker.intake.EndedLeasesConsumer;
import io.himar.worker.intake.Incarnation;
import io.himar.worker.kafka.Publisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is done with an image. */
@Configuration(proxyBeanMethods = false)
class StageConfiguration {
    @Bean
    EndedLeases endedLeases(WorkerSettings worker) {
        return new EndedLeases(worker.rememberedCancellations());
    }

    @Bean
    EndedLeasesConsumer cancellations(EndedLeases ended) {
        return new EndedLeasesConsumer(ended);
    }

    @Bean
    DeadLetters deadLetters(Publisher publisher, Incarnation worker) {
        return new DeadLetters(publisher, worker);
    }

    @Bean
    StageReports stageReports(Publisher publisher, Clock clock, Incarnation worker, WorkerSettings settings) {
        return new StageReports(
                new KafkaEventSink(publisher, worker.topics().imageEvents()),
                clock,
                worker,
                settings.progressInterval());
    }

    @Bean
    StageMetrics stageMetrics(MeterRegistry registry, WorkerRole role) {
        return new StageMetrics(registry, role);
    }

    @Bean
    StageGraphs stageGraphs(InferenceClient client) {
        return new StageGraphs(client::modelMetadata);
    }

    @Bean
    TimedGraphs graphs(InferenceClient client, InferenceSettings inference) {
        return new TimedGraphs(client::infer, inference.requestTimeout(), inference.longestCall());
    }

    @Bean
    ProvenGraphs provenGraphs(TimedGraphs graphs) {
        return new ProvenGraphs(graphs);
    }

    @Bean
    TaskSubjects taskSubjects(PromptTokenizers tokenizers) {
        return new TaskSubjects(tokenizers);
    }

    @Bean
    WorkObjects workObjects(ObjectStore objects, ObjectsGate gate) {
        return new WorkObjects(objects, gate);
    }

    @Bean
    Discards discards(ObjectStore objects) {
        return Discards.of(objects);
    }

    @Bean
    Partials partials(WorkObjects objects, Discards discards) {
        return new Partials(objects, discards);
    }

    @Bean
    StageRunner stageRunner(
            StageReports reports,
            EndedLeases ended,
            ProvenGraphs graphs,
            StageMetrics metrics,
            CircuitBreaker breaker,
            DeadLetters deadLetters,
            Partials partials) {
        return new StageRunner(reports, ended, graphs, metrics, breaker, deadLetters, partials);
    }
}
