package io.himar.storage.keys;

import io.himar.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Who shares the fleet, and how.
 *
 * @param weight its share, in relation to those of the others that have work
 * @param mostInFlight most images that workers have at once; empty for any number
 * @param createdAt when it was first named; empty for one that only has jobs
 */
public record Tenant(String name, double weight, Optional<Integer> mostInFlight, Optional<Instant> createdAt) {
    public Tenant {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mostInFlight, "mostInFlight");
        Objects.requireNonNull(createdAt, "createdAt");
    }

    static Tenant read(ResultSet row) throws SQLException {
        return new Tenant(
                row.getString("name"),
                row.getDouble("weight"),
                Optional.ofNullable(row.getObject("most_in_flight", Integer.class)),
                Optional.ofNullable(Sql.instant(row, "created_at")));
    }
}
