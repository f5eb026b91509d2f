package io.himar.service.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while the database answers. */
final class DatabaseHealth implements HealthIndicator {
    private static final int PATIENCE_SECONDS = 2;

    private final DataSource database;

    DatabaseHealth(DataSource database) {
        this.database = database;
    }

    @Override
    public Health health() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(PATIENCE_SECONDS)
                    ? Health.up().build()
                    : Health.down()
                            .withDetail("reason", "the database does not answer")
                            .build();
        } catch (SQLException e) {
            return Health.down(e).build();
        }
    }
}
