package io.himar.storage.jobs;

import io.himar.storage.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** How much of its limits a tenant uses, each counted when it is asked for. */
record QuotaUse(Sql sql, String tenant, Instant now) {
    private static final String UNFINISHED =
            "select count(*) from himar.image where tenant = ? and finished_at is null";

    private static final String BYTES =
            "select coalesce(sum(bytes), 0) from himar.image where tenant = ? and result_key is not null";

    private static final String PIVOTS = """
            select (select count(*) from himar.image i join himar.job j on j.id = i.job_id
                where i.tenant = ? and i.pivot_key is not null and i.pivot_expires_at > ?
                  and j.delete_requested_at is null)
              + (select count(*) from himar.image i join himar.job j on j.id = i.job_id
                where i.tenant = ? and i.finished_at is null and i.pivot_kept_seconds is not null
                  and j.delete_requested_at is null)""";

    static final String IMAGES_OF_DAY = """
            select coalesce(sum(images), 0) from himar.asked_images where tenant = ? and day = ?""";

    /** Images that have not ended. */
    long unfinished() throws SQLException {
        return number(UNFINISHED, tenant);
    }

    /** Bytes of kept pictures. */
    long bytes() throws SQLException {
        return number(BYTES, tenant);
    }

    /** Kept pivots that can be seen, and those that unfinished images will leave. */
    long pivots() throws SQLException {
        return number(PIVOTS, tenant, now, tenant);
    }

    /** Images asked for on this day, also by jobs that were deleted since. */
    long imagesOfDay() throws SQLException {
        return number(IMAGES_OF_DAY, tenant, LocalDate.ofInstant(now, ZoneOffset.UTC));
    }

    private long number(String statement, Object... parameters) throws SQLException {
        return sql.first(statement, row -> row.getLong(1), parameters).orElseThrow();
    }
}
