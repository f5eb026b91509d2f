package io.himar.storage.jobs;

import io.himar.storage.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Keeps the limits of tenants. Of a tenant that has some, jobs are admitted one after the other, so that two do not
 * take the same rest; the others wait for nobody.
 */
final class Quotas {
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final String LIMITS = """
            select images_per_day, most_unfinished, most_bytes from himar.tenant
            where name = ? and coalesce(images_per_day, most_unfinished, most_bytes) is not null""";

    private static final String UNFINISHED =
            "select count(*) from himar.image where tenant = ? and finished_at is null";

    private static final String STORED =
            "select coalesce(sum(bytes), 0) from himar.image where tenant = ? and result_key is not null";

    // Where the limit is new, what was asked for on this day counts, too. The job itself is there already.
    private static final String DAY = """
            insert into himar.tenant_day (tenant, day, images)
            select ?, ?, coalesce(sum(image_count), 0) from himar.job where tenant = ? and created_at >= ?
            on conflict (tenant, day) do update set images = tenant_day.images + ? returning images""";

    private record Limits(Optional<Long> imagesPerDay, Optional<Long> unfinished, Optional<Long> bytes) {}

    private Quotas() {}

    /**
     * Looks whether a job whose row is written, and whose images are not yet, is within its tenant's limits.
     *
     * @throws QuotaExceededException if it is not; the transaction must not be committed
     */
    static void keep(Sql sql, NewJob job, Instant now) throws SQLException {
        String tenant = job.demand().tenant();
        Optional<Limits> limits = limits(sql, LIMITS, tenant);
        if (limits.isPresent()) {
            keep(sql, job, limits(sql, LIMITS + " for no key update", tenant).orElse(limits.get()), now);
        }
    }

    private static void keep(Sql sql, NewJob job, Limits limits, Instant now) throws SQLException {
        String tenant = job.demand().tenant();
        int images = job.seeds().size();
        if (limits.unfinished().isPresent()) {
            long used = number(sql, UNFINISHED, tenant);
            refuse(new Quota("most_unfinished", limits.unfinished().get(), used, images, Optional.of(SOON)));
        }
        if (limits.bytes().isPresent()) {
            // How large the pictures will be nobody knows yet, but for that they take some room.
            refuse(new Quota("most_bytes", limits.bytes().get(), number(sql, STORED, tenant), 1, Optional.empty()));
        }
        if (limits.imagesPerDay().isPresent()) {
            LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
            Instant begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            long asked = number(sql, DAY, tenant, day, tenant, begin, images);
            Duration rest = Duration.between(now, begin.plus(Duration.ofDays(1)));
            refuse(new Quota("images_per_day", limits.imagesPerDay().get(), asked - images, images, Optional.of(rest)));
        }
    }

    private static void refuse(Quota quota) {
        if (quota.exceeded()) {
            throw new QuotaExceededException(quota);
        }
    }

    private static Optional<Limits> limits(Sql sql, String statement, String tenant) throws SQLException {
        return sql.first(
                statement,
                row -> new Limits(
                        Optional.ofNullable(row.getObject("images_per_day", Integer.class))
                                .map(Integer::longValue),
                        Optional.ofNullable(row.getObject("most_unfinished", Integer.class))
                                .map(Integer::longValue),
                        Optional.ofNullable(row.getObject("most_bytes", Long.class))),
                tenant);
    }

    private static long number(Sql sql, String statement, Object... parameters) throws SQLException {
        return sql.first(statement, row -> row.getLong(1), parameters).orElseThrow();
    }
}
