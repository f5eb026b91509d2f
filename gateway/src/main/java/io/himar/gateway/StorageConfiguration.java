package io.himar.gateway;

import io.himar.gateway.generation.GenerationViews;
import io.himar.gateway.generation.GenerationWarnings;
import io.himar.gateway.generation.QueueOutlook;
import io.himar.service.database.MigratedDatabase;
import io.himar.service.settings.ObjectsSettings;
import io.himar.storage.images.QueueReader;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.JobCancellation;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.QuotaReader;
import io.himar.storage.keys.Tenants;
import io.himar.storage.objects.ObjectStore;
import io.himar.storage.pivots.PivotDeletion;
import io.himar.storage.pivots.PivotReader;
import io.himar.storage.retention.JobDeletion;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.usage.UsageReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the gateway does with jobs in Postgres and with pictures in object storage. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {
    @Bean
    JobAdmission jobAdmission(MigratedDatabase database, TimeSource time) {
        return new JobAdmission(database.source(), time);
    }

    @Bean
    JobReader jobReader(MigratedDatabase database) {
        return new JobReader(database.source());
    }

    @Bean
    JobCancellation jobCancellation(MigratedDatabase database, TimeSource time) {
        return new JobCancellation(database.source(), time);
    }

    @Bean
    JobDeletion jobDeletion(MigratedDatabase database, TimeSource time) {
        return new JobDeletion(database.source(), time);
    }

    @Bean
    PivotReader pivotReader(MigratedDatabase database) {
        return new PivotReader(database.source());
    }

    @Bean
    PivotDeletion pivotDeletion(MigratedDatabase database) {
        return new PivotDeletion(database.source());
    }

    @Bean
    Tenants tenants(MigratedDatabase database) {
        return new Tenants(database.source());
    }

    @Bean
    UsageReader usageReader(MigratedDatabase database) {
        return new UsageReader(database.source());
    }

    @Bean
    QuotaReader quotaReader(MigratedDatabase database, TimeSource time) {
        return new QuotaReader(database.source(), time);
    }

    @Bean
    QueueOutlook queueOutlook(MigratedDatabase database, TimeSource time) {
        return new QueueOutlook(new QueueReader(database.source(), time)::read);
    }

    @Bean
    GenerationViews generationViews(
            ObjectStore objects, ObjectsSettings settings, QueueOutlook queue, GenerationWarnings warnings) {
        return new GenerationViews(objects, settings.urlValidity(), queue, warnings);
    }
}
