package io.himar.pivot;

import io.himar.contracts.Stage;
import io.himar.service.ServiceLaunch;
import io.himar.service.settings.KafkaSettings;
import io.himar.worker.Partials;
import io.himar.worker.StageGraphs;
import io.himar.worker.TaskSubjects;
import io.himar.worker.WorkObjects;
import io.himar.worker.WorkerConfiguration;
import io.himar.worker.WorkerRole;
import io.himar.worker.gate.ServedModels;
import io.himar.worker.kafka.Publisher;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The pivot worker: takes pivot tasks, runs stage 1, and stores previews and condition tokens. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(WorkerConfiguration.class)
public class PivotWorker {
    /** How the worker starts; its configuration file is {@code pivot-worker.yml}, over {@code worker.yml}. */
    public static final ServiceLaunch LAUNCH = WorkerConfiguration.launch("pivot-worker", PivotWorker.class);

    public static void main(String[] arguments) {
        start(arguments);
    }

    /** Starts the worker in this JVM; see {@link ServiceLaunch#start}. */
    public static ConfigurableApplicationContext start(String... arguments) {
        return LAUNCH.start(arguments);
    }

    @Bean
    WorkerRole role() {
        return new WorkerRole(Stage.PIVOT, List.of("pivot", "decode"));
    }

    @Bean
    PivotWork work(
            ServedModels models,
            TaskSubjects subjects,
            WorkObjects objects,
            Publisher publisher,
            Partials partials,
            StageGraphs graphs,
            KafkaSettings kafka) {
        return new PivotWork(
                models,
                subjects,
                objects,
                new TokensPublisher(publisher, kafka.topics().conditionTokens()),
                partials,
                graphs);
    }
}
