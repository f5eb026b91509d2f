package io.himar.pivot;

import io.himar.contracts.Stage;
import io.himar.model.catalog.ModelCatalog;
import io.himar.storage.objects.ObjectStore;
import io.himar.worker.StageRunner;
import io.himar.worker.WorkerConfiguration;
import io.himar.worker.WorkerLaunch;
import io.himar.worker.WorkerRole;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The pivot worker: takes pivot tasks, runs stage 1, stores previews, and publishes condition tokens. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(WorkerConfiguration.class)
public class PivotWorker {
    public static void main(String[] args) {
        start(args);
    }

    /** Starts a worker with {@code pivot-worker.yml} as its configuration; {@code args} are {@code --name=value}. */
    public static ConfigurableApplicationContext start(String... args) {
        return WorkerLaunch.start(PivotWorker.class, "pivot-worker", args);
    }

    @Bean
    WorkerRole role() {
        return new WorkerRole(Stage.PIVOT, "pivot-in-0", List.of("pivot", "decode"));
    }

    @Bean
    PivotFunction pivot(StageRunner runner, ModelCatalog models, ObjectStore objects, Clock clock) {
        return new PivotFunction(runner, new PivotWork(models, objects), clock);
    }
}
