package io.himar.worker;

import io.himar.service.tracing.ImageTraces;
import io.himar.worker.gate.Capacity;
import io.himar.worker.gate.ConsumptionProbe;
import io.himar.worker.gate.ServedModels;
import io.himar.worker.intake.Announcer;
import io.himar.worker.intake.DeadLetters;
import io.himar.worker.intake.EndedLeases;
import io.himar.worker.intake.ImagesInHand;
import io.himar.worker.intake.Incarnation;
import io.himar.worker.intake.MeasuredPace;
import io.himar.worker.intake.Shift;
import io.himar.worker.intake.StageThreads;
import io.himar.worker.intake.TaskIntake;
import io.himar.worker.kafka.Publisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** How work comes in. */
@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {
    @Bean
    ImagesInHand<StageTask> imagesInHand(
            Capacity capacity,
            StageRunner runner,
            WorkerRole role,
            Incarnation worker,
            MeterRegistry registry,
            ImageTraces traces) {
        return new ImagesInHand<>(
                        capacity,
                        StageThreads.named(role.stageName() + "-"),
                        new TracedStage(runner, traces, role, worker),
                        System::nanoTime)
                .measuredBy(registry, role.stageName());
    }

    /** The function of the binding {@code stage-in-0}. */
    @Bean
    Consumer<Message<List<byte[]>>> stage(
            Incarnation worker,
            StageWork work,
            ConsumptionProbe probe,
            EndedLeases ended,
            ImagesInHand<StageTask> images,
            DeadLetters deadLetters) {
        return new TaskIntake<>(worker, work::read, StageTask::lease, probe, ended, images, deadLetters);
    }

    @Bean
    Announcer announcer(
            Incarnation worker,
            Capacity capacity,
            ServedModels models,
            ImagesInHand<StageTask> images,
            @Qualifier("signals") Publisher signals,
            MeasuredPace pace,
            Clock clock,
            WorkerSettings settings) {
        return new Announcer(worker, capacity, models, images, pace, signals, clock, settings.announceInterval());
    }

    @Bean
    Shift shift(Capacity capacity, ImagesInHand<StageTask> images, Announcer announcer, WorkerSettings settings) {
        return new Shift(capacity, images, announcer, settings.grace());
    }
}
