package io.himar.refine;

import io.himar.contracts.Stage;
import io.himar.service.ServiceLaunch;
import io.himar.service.settings.KafkaSettings;
import io.himar.worker.Discards;
import io.himar.worker.Partials;
import io.himar.worker.StageGraphs;
import io.himar.worker.TaskSubjects;
import io.himar.worker.WorkObjects;
import io.himar.worker.WorkerConfiguration;
import io.himar.worker.WorkerRole;
import io.himar.worker.gate.ServedModels;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The refine worker: takes refine tasks, runs stage 2, and stores the picture. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(WorkerConfiguration.class)
public class RefineWorker {
    /** How the worker starts; its configuration file is {@code refine-worker.yml}, over {@code worker.yml}. */
    public static final ServiceLaunch LAUNCH = WorkerConfiguration.launch("refine-worker", RefineWorker.class);

    public static void main(String[] arguments) {
        start(arguments);
    }

    /** Starts the worker in this JVM; see {@link ServiceLaunch#start}. */
    public static ConfigurableApplicationContext start(String... arguments) {
        return LAUNCH.start(arguments);
    }

    @Bean
    WorkerRole role() {
        return new WorkerRole(Stage.REFINE, List.of("refine", "decode"));
    }

    @Bean
    TokensReader tokensReader(KafkaProperties clients, KafkaSettings kafka) {
        return new TokensReader(TokensConsumer.of(clients), kafka.topics().conditionTokens());
    }

    @Bean
    RefineWork work(
            ServedModels models,
            TaskSubjects subjects,
            WorkObjects objects,
            TokensReader tokens,
            Partials partials,
            Discards discards,
            StageGraphs graphs) {
        return new RefineWork(
                models, subjects, objects, new ConditionSource(tokens, objects), partials, discards, graphs);
    }
}
