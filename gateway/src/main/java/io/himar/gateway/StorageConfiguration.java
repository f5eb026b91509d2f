package io.himar.gateway;

import com.zaxxer.hikari.HikariDataSource;
import io.himar.gateway.generation.GenerationViews;
import io.himar.storage.Migrations;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.JobCancellation;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.objects.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Jobs in Postgres and pictures in object storage. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    // Connects when it is first asked, so that what goes wrong then is told as the database's fault.
    @Bean
    HikariDataSource database(DatabaseSettings settings, MeterRegistry meters) {
        HikariDataSource pool = new HikariDataSource();
        settings.pool().copyStateTo(pool);
        pool.setMetricRegistry(meters);
        return pool;
    }

    @Bean
    DatabaseHealth databaseHealthIndicator(DataSource database) {
        return new DatabaseHealth(database);
    }

    /** The database once it has our schema; whatever reads or writes it asks for this and not for the bare one. */
    record MigratedDatabase(DataSource source) {}

    @Bean
    MigratedDatabase migratedDatabase(DataSource database) {
        Migrations.apply(database);
        return new MigratedDatabase(database);
    }

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
    ObjectStore objectStore(ObjectsSettings settings, Clock clock) {
        return new ObjectStore(settings.store(), clock);
    }

    @Bean
    GenerationViews generationViews(ObjectStore objects, ObjectsSettings settings) {
        return new GenerationViews(objects, settings.urlValidity());
    }
}
