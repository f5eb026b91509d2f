package io.himar.worker;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.ProtobufSerializer;
import io.himar.contracts.Stage;
import io.himar.contracts.Topics;
import io.himar.inference.InferenceClient;
import io.himar.inference.stage.GraphCall;
import io.himar.model.catalog.ModelCatalog;
import io.himar.service.RenamedSetting;
import io.himar.service.ServiceLaunch;
import io.himar.service.models.ModelsConfiguration;
import io.himar.service.objects.ObjectsConfiguration;
import io.himar.service.settings.InferenceSettings;
import io.himar.service.settings.KafkaSettings;
import io.himar.storage.objects.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.binder.kafka.support.ConsumerConfigCustomizer;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/** The parts that both workers have; an application adds its {@link WorkerRole} and its function. */
@Configuration(proxyBeanMethods = false)
@Import({ObjectsConfiguration.class, ModelsConfiguration.class})
@EnableConfigurationProperties({KafkaSettings.class, InferenceSettings.class, WorkerSettings.class})
public class WorkerConfiguration {
    /** The binding that brings images to work on; the function of both workers is the bean {@code stage}. */
    private static final String WORK = "stage-in-0";

    /** How a worker starts: over {@code worker.yml}. */
    public static ServiceLaunch launch(String name, Class<?> application) {
        return ServiceLaunch.of(name, application)
                .over("worker")
                .renamed(new RenamedSetting("himar.worker.longest-stage-ms", "himar.worker.longest-stage", "ms"));
    }

    @Bean
    InferenceClient inferenceClient(InferenceSettings inference) {
        return InferenceClient.connect(inference.address());
    }

    @Bean
    InferenceReadiness inferenceHealthIndicator(InferenceClient client, ModelCatalog models, WorkerRole role) {
        return new InferenceReadiness(client, models, role);
    }

    @Bean
    ConsumptionGate consumptionGate(
            BindingsLifecycleController bindings,
            InferenceReadiness readiness,
            ObjectStore objects,
            WorkerSettings worker) {
        return new ConsumptionGate(bindings, readiness, objects, WORK, worker.readinessInterval());
    }

    /** It is also told of the listener container that it looks at. */
    @Bean
    ConsumptionReadiness consumptionHealthIndicator(WorkerRole role) {
        return new ConsumptionReadiness(role.stage() == Stage.PIVOT ? Topics.PIVOT_TASKS : Topics.CONDITION_TOKENS);
    }

    @Bean
    ConsumerConfigCustomizer workerConsumers(KafkaSettings kafka, WorkerSettings worker) {
        return new WorkerConsumers(kafka, worker);
    }

    @Bean
    CancelledImages cancelledImages(WorkerSettings worker) {
        return new CancelledImages(worker.rememberedCancellations());
    }

    @Bean
    CancellationConsumer cancellations(CancelledImages cancelled) {
        return new CancellationConsumer(cancelled);
    }

    /** Its own factory: serializers set for the whole application would also be those of the dead-letter producer. */
    @Bean
    DefaultKafkaProducerFactory<String, ImageEvent> eventProducers(KafkaProperties kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.buildProducerProperties());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new DefaultKafkaProducerFactory<>(settings, new StringSerializer(), new ProtobufSerializer<>());
    }

    @Bean
    KafkaTemplate<String, ImageEvent> eventTemplate(ProducerFactory<String, ImageEvent> eventProducers) {
        return new KafkaTemplate<>(eventProducers);
    }

    @Bean
    StageRunner stageRunner(
            WorkerRole role,
            WorkerSettings worker,
            CancelledImages cancelled,
            KafkaTemplate<String, ImageEvent> events,
            Clock clock,
            StageGraphs graphs) {
        return new StageRunner(
                role, worker, cancelled, new KafkaEventSink(events), graphs.calls(), graphs.metrics(), clock);
    }

    @Bean
    StageGraphs stageGraphs(
            InferenceClient client, InferenceSettings inference, MeterRegistry registry, WorkerRole role) {
        return new StageGraphs(GraphCall.on(client, inference.requestTimeout()), new StageMetrics(registry, role));
    }

    /** The graphs and the meters of this worker's stage. */
    record StageGraphs(GraphCall calls, StageMetrics metrics) {}
}
