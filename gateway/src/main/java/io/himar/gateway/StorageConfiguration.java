package io.himar.gateway;

import io.himar.gateway.generation.GenerationViews;
import io.himar.service.database.MigratedDatabase;
import io.himar.service.settings.ObjectsSettings;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.JobCancellation;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.objects.ObjectStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the gateway does with jobs in Postgres and with pictures in object storage. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {
    @Bean
    JobAdmission jobAdmission(MigratedDatabase database, Clock clock) {
        return new JobAdmission(database.source(), clock);
    }

    @Bean
    JobReader jobReader(MigratedDatabase database) {
        return new JobReader(database.source());
    }

    @Bean
    JobCancellation jobCancellation(MigratedDatabase database, Clock clock) {
        return new JobCancellation(database.source(), clock);
    }

    @Bean
    GenerationViews generationViews(ObjectStore objects, ObjectsSettings settings) {
        return new GenerationViews(objects, settings.urlValidity());
    }
}
