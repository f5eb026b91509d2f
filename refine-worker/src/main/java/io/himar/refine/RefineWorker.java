package io.himar.refine;

import io.himar.contracts.Stage;
import io.himar.model.catalog.ModelCatalog;
import io.himar.storage.objects.ObjectStore;
import io.himar.worker.StageRunner;
import io.himar.worker.WorkerConfiguration;
import io.himar.worker.WorkerLaunch;
import io.himar.worker.WorkerRole;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The refine worker: takes condition tokens, runs stage 2, and stores the picture. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(WorkerConfiguration.class)
public class RefineWorker {
    public static void main(String[] args) {
        start(args);
    }

    /** Starts a worker with {@code refine-worker.yml} as its configuration; {@code args} are {@code --name=value}. */
    public static ConfigurableApplicationContext start(String... args) {
        return WorkerLaunch.start(RefineWorker.class, "refine-worker", args);
    }

    @Bean
    WorkerRole role() {
        return new WorkerRole(Stage.REFINE, "refine-in-0", List.of("refine", "decode"));
    }

    @Bean
    RefineFunction refine(StageRunner runner, ModelCatalog models, ObjectStore objects) {
        return new RefineFunction(runner, new RefineWork(models, objects));
    }
}
