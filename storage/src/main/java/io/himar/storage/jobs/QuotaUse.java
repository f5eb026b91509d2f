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

    // Where the limit is new, what was asked for on this day counts, too.
    private static final String TAKE_OF_DAY = """
            insert into himar.tenant_day (tenant, day, images)
            select ?, ?, coalesce(sum(image_count), 0) from himar.job where tenant = ? and created_at >= ?
            on conflict (tenant, day) do update set images = tenant_day.images + ? returning images""";

    // What was deleted since is counted by the one, what was asked for without a limit by the other.
    private static final String DAY = """
            select greatest(
              (select images from himar.tenant_day where tenant = ? and day = ?),
              (select coalesce(sum(image_count), 0) from himar.job where tenant = ? and created_at >= ?))""";

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

    /** Images asked for on this day. */
    long imagesOfDay() throws SQLException {
        return number(DAY, tenant, day(), tenant, begin());
    }

    /** Notes that so many more were asked for on this day, and tells how many these are; their job is written. */
    long takeOfDay(int images) throws SQLException {
        return number(TAKE_OF_DAY, tenant, day(), tenant, begin(), images);
    }

    private LocalDate day() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    private Instant begin() {
        return day().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private long number(String statement, Object... parameters) throws SQLException {
        return sql.first(statement, row -> row.getLong(1), parameters).orElseThrow();
    }
}
