package io.himar.worker;

import io.grpc.ClientInterceptor;
import io.himar.contracts.SamplerNames;
import io.himar.inference.ConnectionSecurity;
import io.himar.inference.InferenceClient;
import io.himar.model.sampling.SamplerKind;
import io.himar.service.RetiredSetting;
import io.himar.service.ServiceLaunch;
import io.himar.service.models.ModelsConfiguration;
import io.himar.service.objects.ObjectsConfiguration;
import io.himar.service.settings.InferenceSettings;
import io.himar.service.settings.KafkaSettings;
import io.himar.service.settings.Secret;
import io.himar.service.tracing.TracedCalls;
import io.himar.service.tracing.TracingConfiguration;
import io.himar.worker.intake.Incarnation;
import io.himar.worker.kafka.Publisher;
import io.himar.worker.pod.DeletionCostConfiguration;
import io.micrometer.core.instrument.binder.grpc.ObservationGrpcClientInterceptor;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.cloud.stream.binder.kafka.support.ConsumerConfigCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.kafka.core.KafkaTemplate;

/** The parts that both workers have; an application adds its {@link WorkerRole} and its {@link StageWork}. */
@Configuration(proxyBeanMethods = false)
@Import({
    ObjectsConfiguration.class,
    ModelsConfiguration.class,
    GateConfiguration.class,
    StageConfiguration.class,
    IntakeConfiguration.class,
    DeletionCostConfiguration.class,
    TracingConfiguration.class
})
@EnableConfigurationProperties({KafkaSettings.class, InferenceSettings.class, WorkerSettings.class})
public class WorkerConfiguration {
    /** How a worker starts: over {@code worker.yml}. */
    public static ServiceLaunch launch(String name, Class<?> application) {
        String gone = "has no effect any more: tasks are acknowledged when they are taken into hand";
        return ServiceLaunch.of(name, application)
                .over("worker")
                .prepared(new SecuredBrokers())
                .retired(
                        new RetiredSetting("himar.worker.longest-stage", gone),
                        new RetiredSetting("himar.worker.longest-stage-ms", gone));
    }

    @Bean
    InferenceClient inferenceClient(InferenceSettings inference, TracedCalls traced) {
        return InferenceClient.connect(
                inference.address(),
                new ConnectionSecurity(
                        inference.tls(),
                        Optional.ofNullable(inference.authorities()),
                        Optional.ofNullable(inference.token()).map(Secret::text)),
                traced.registry().map(ObservationGrpcClientInterceptor::new).stream()
                        .toArray(ClientInterceptor[]::new));
    }

    @Bean
    Incarnation incarnation(WorkerSettings worker, WorkerRole role, KafkaSettings kafka) {
        return Incarnation.of(
                worker.name(),
                role.stage(),
                kafka.topics(),
                SamplerNames.known(Arrays.stream(SamplerKind.values()).map(Enum::name)));
    }

    @Bean
    ConsumerConfigCustomizer workerConsumers(KafkaSettings kafka) {
        return new WorkerConsumers(kafka);
    }

    /** For what must arrive: reports, condition tokens, dead letters. */
    @Bean
    KafkaTemplate<byte[], byte[]> reportTemplate(KafkaProperties kafka) {
        return WorkerProducers.reports(kafka);
    }

    /** For what is worthless when it is late: announcements and probes. */
    @Bean
    KafkaTemplate<byte[], byte[]> signalTemplate(KafkaProperties kafka) {
        return WorkerProducers.signals(kafka);
    }

    @Bean
    Publisher publisher(KafkaTemplate<byte[], byte[]> reportTemplate) {
        return new Publisher(reportTemplate);
    }

    @Bean(defaultCandidate = false)
    Publisher signals(KafkaTemplate<byte[], byte[]> signalTemplate) {
        return new Publisher(signalTemplate);
    }
}
