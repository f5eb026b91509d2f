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
 * @param createdAt when it was first named; empty for one that only has keys or jobs
 * @param disabledAt since when nobody is let in on its behalf; empty while callers are
 */
public record Tenant(
        String name, double weight, TenantLimits limits, Optional<Instant> createdAt, Optional<Instant> disabledAt) {
    public Tenant {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(disabledAt, "disabledAt");
    }

    static Tenant read(ResultSet row) throws SQLException {
        return new Tenant(
                row.getString("name"),
                row.getDouble("weight"),
                new TenantLimits(
                        Optional.ofNullable(row.getObject("most_in_flight", Integer.class)),
                        Optional.ofNullable(row.getObject("most_unfinished", Integer.class)),
                        Optional.ofNullable(row.getObject("images_per_day", Integer.class)),
                        Optional.ofNullable(row.getObject("most_pivots", Integer.class)),
                        Optional.ofNullable(row.getObject("most_bytes", Long.class)),
                        Optional.ofNullable(row.getObject("requests_per_minute", Integer.class))),
                Optional.ofNullable(Sql.instant(row, "created_at")),
                Optional.ofNullable(Sql.instant(row, "disabled_at")));
    }
}
