package io.himar.service.settings;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the database's schema has an owner of its own.
 *
 * @param grantTo users of the database that get the rights which the services need
 */
@ConfigurationProperties("himar.migrations")
public record MigrationSettings(@DefaultValue List<String> grantTo) {
    public MigrationSettings {
        grantTo = List.copyOf(grantTo);
        for (String user : grantTo) {
            Expect.notBlank("himar.migrations.grant-to", user);
        }
    }
}
