package io.himar.service.database;

import com.zaxxer.hikari.HikariDataSource;
import io.himar.service.ServiceLaunch;
import io.himar.service.settings.DatabaseSettings;
import io.himar.service.settings.MigrationSettings;
import io.himar.storage.Migrations;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Brings the database to the schema of this version, and ends. For deployments in which the user of the services may
 * not change the schema: they are told {@code himar.database.migrate=false}, and this program runs first, as its owner.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DatabaseSettings.class, MigrationSettings.class})
public class MigrateDatabase {
    private static final String NAME = "migrations";

    /** How it starts, and has done its work. */
    public static final ServiceLaunch LAUNCH = ServiceLaunch.of(NAME, MigrateDatabase.class);

    /** Ends with an error where the database cannot be migrated; the log has the reason. */
    public static void main(String[] args) {
        run(args);
    }

    static void run(String... arguments) {
        LAUNCH.start(Stream.concat(Stream.of("--spring.main.web-application-type=none"), Stream.of(arguments))
                        .toArray(String[]::new))
                .close();
    }

    @Bean
    MigratedDatabase migrated(DatabaseSettings settings, MigrationSettings migrations) {
        HikariDataSource owner = ConnectionPools.forMigrations(settings, NAME);
        Migrations.apply(owner);
        migrations.grantTo().forEach(user -> Migrations.grant(owner, user));
        return new MigratedDatabase(owner);
    }

    @Bean
    AutoCloseable connections(MigratedDatabase migrated) {
        return (HikariDataSource) migrated.source();
    }
}
