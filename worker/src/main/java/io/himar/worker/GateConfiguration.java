package io.himar.worker;

import io.himar.inference.InferenceClient;
import io.himar.service.models.Models;
import io.himar.storage.objects.ObjectStore;
import io.himar.worker.gate.Capacity;
import io.himar.worker.gate.CircuitBreaker;
import io.himar.worker.gate.ConsumptionProbe;
import io.himar.worker.gate.GateWatch;
import io.himar.worker.gate.Gates;
import io.himar.worker.gate.InferenceGate;
import io.himar.worker.gate.ObjectsGate;
import io.himar.worker.gate.ServedModels;
import io.himar.worker.intake.Incarnation;
import io.himar.worker.kafka.Publisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whether the worker takes work. The names of the health indicators are those of the health's parts. */
@Configuration(proxyBeanMethods = false)
class GateConfiguration {
    @Bean
    ServedModels servedModels(Models models, InferenceClient client, WorkerRole role) {
        return new ServedModels(models, client::modelReady, role::graphs);
    }

    @Bean
    GateWatch inferenceHealthIndicator(InferenceClient client, ServedModels models) {
        return new GateWatch(new InferenceGate(client, models));
    }

    @Bean
    ObjectsGate objectsGate(ObjectStore objects, Incarnation worker) {
        return new ObjectsGate(objects, "trials/" + worker.id());
    }

    @Bean
    GateWatch objectsHealthIndicator(ObjectsGate gate) {
        return new GateWatch(gate);
    }

    @Bean
    ConsumptionProbe consumptionProbe(@Qualifier("signals") Publisher signals, Incarnation worker) {
        return new ConsumptionProbe(signals, worker.work(), worker.id(), System::nanoTime);
    }

    @Bean
    GateWatch consumptionHealthIndicator(ConsumptionProbe probe) {
        return new GateWatch(probe);
    }

    @Bean
    CircuitBreaker breakerHealthIndicator(WorkerSettings worker, MeterRegistry registry) {
        return new CircuitBreaker(worker.breaker().failures(), worker.breaker().rest(), System::nanoTime)
                .measuredBy(registry);
    }

    @Bean
    Gates gates(List<GateWatch> watches, WorkerSettings worker, MeterRegistry registry) {
        return new Gates(watches, worker.readinessInterval(), registry);
    }

    @Bean
    Capacity capacity(WorkerSettings worker, Gates gates, CircuitBreaker breaker) {
        return new Capacity(worker.concurrency(), gates, breaker);
    }
}
