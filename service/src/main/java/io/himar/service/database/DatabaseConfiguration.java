package io.himar.service.database;

import com.zaxxer.hikari.HikariDataSource;
import io.himar.service.settings.DatabaseSettings;
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
    // Connects when it is first asked, so that what goes wrong then is told as the database's fault.
    @Bean
    HikariDataSource database(
            DatabaseSettings settings, MeterRegistry meters, @Value("${spring.application.name}") String service) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(service);
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.username());
        pool.setPassword(settings.password().text());
        pool.setMaximumPoolSize(settings.maxConnections());
        pool.setConnectionTimeout(settings.connectionTimeout().toMillis());
        pool.setMetricRegistry(meters);
        return pool;
    }

    /** The database's clock decides about jobs, so that services need not agree on the time. Tests move their own. */
    @Bean
    TimeSource databaseTime(Clock clock) {
        return clock.equals(Clock.systemUTC()) ? TimeSource.database() : TimeSource.of(clock);
    }

    @Bean
    DatabaseHealth databaseHealthIndicator(DataSource database) {
        return new DatabaseHealth(database);
    }

    @Bean
    MigratedDatabase migratedDatabase(DataSource database) {
        Migrations.apply(database);
        return new MigratedDatabase(database);
    }
}
