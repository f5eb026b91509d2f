package io.himar.storage.jobs;

import io.himar.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The limits of a tenant that hold when a job is admitted; each is empty for any number. */
record QuotaLimits(
        Optional<Long> imagesPerDay, Optional<Long> unfinished, Optional<Long> pivots, Optional<Long> bytes) {
    static final QuotaLimits NONE =
            new QuotaLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final String READ = """
            select images_per_day, most_unfinished, most_pivots, most_bytes from himar.tenant
            where name = ? and coalesce(images_per_day, most_unfinished, most_pivots, most_bytes) is not null""";

    /** Those of a tenant; empty if it has none. */
    static Optional<QuotaLimits> read(Sql sql, String tenant) throws SQLException {
        return sql.first(READ, QuotaLimits::read, tenant);
    }

    /** The same; nobody else does this for the tenant until the end of the transaction. */
    static Optional<QuotaLimits> lock(Sql sql, String tenant) throws SQLException {
        return sql.first(READ + " for no key update", QuotaLimits::read, tenant);
    }

    private static QuotaLimits read(ResultSet row) throws SQLException {
        return new QuotaLimits(
                number(row, "images_per_day"),
                number(row, "most_unfinished"),
                number(row, "most_pivots"),
                number(row, "most_bytes"));
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column)).map(value -> ((Number) value).longValue());
    }
}
