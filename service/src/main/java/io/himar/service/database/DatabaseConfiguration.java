package io.himar.service.database;

import com.zaxxer.hikari.HikariDataSource;
import io.himar.service.settings.DatabaseSettings;
import io.himar.service.tracing.TracedCalls;
import io.himar.storage.Migrations;
import io.himar.storage.sql.TimeSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** For services that keep jobs: the connections, the {@link MigratedDatabase}, and the health {@code database}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
public class DatabaseConfiguration {
    @Bean
    HikariDataSource database(
            DatabaseSettings settings, MeterRegistry meters, @Value("${spring.application.name}") String service) {
        HikariDataSource pool = ConnectionPools.limited(settings, service);
        pool.setMetricRegistry(meters);
        return pool;
    }

    @Bean
    DatabaseHealth databaseHealthIndicator(DataSource database) {
        return new DatabaseHealth(database);
    }

    /** The database's clock decides about jobs, so that services need not agree on the time. Tests move their own. */
    @Bean
    TimeSource databaseTime(Clock clock) {
        return clock.equals(Clock.systemUTC()) ? TimeSource.database() : TimeSource.of(clock);
    }

    @Bean
    MigratedDatabase migratedDatabase(
            DatabaseSettings settings,
            DataSource database,
            @Value("${spring.application.name}") String service,
            TracedCalls traced) {
        if (!settings.migrate()) {
            Migrations.check(database);
            return new MigratedDatabase(traced.database(database, settings.url()));
        }
        try (HikariDataSource unlimited = ConnectionPools.forMigrations(settings, service)) {
            Migrations.apply(unlimited);
        }
        return new MigratedDatabase(traced.database(database, settings.url()));
    }
}
