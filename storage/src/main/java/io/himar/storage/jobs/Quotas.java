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

    private Quotas() {}

    /**
     * Looks whether a job whose row is written, and whose images are not yet, is within its tenant's limits.
     *
     * @throws QuotaExceededException if it is not; the transaction must not be committed
     */
    static void keep(Sql sql, NewJob job, Instant now) throws SQLException {
        String tenant = job.demand().tenant();
        Optional<QuotaLimits> limits = QuotaLimits.read(sql, tenant);
        if (limits.isPresent()) {
            keep(job, QuotaLimits.lock(sql, tenant).orElse(limits.get()), new QuotaUse(sql, tenant, now));
        }
    }

    private static void keep(NewJob job, QuotaLimits limits, QuotaUse use) throws SQLException {
        int images = job.seeds().size();
        if (limits.unfinished().isPresent()) {
            refuse(new Quota(Quota.UNFINISHED, limits.unfinished().get(), use.unfinished(), images, Optional.of(SOON)));
        }
        if (limits.pivots().isPresent() && job.pivots().keptFor().isPresent()) {
            refuse(new Quota(Quota.PIVOTS, limits.pivots().get(), use.pivots(), images, Optional.empty()));
        }
        if (limits.bytes().isPresent()) {
            // How large the pictures will be nobody knows yet, but for that they take some room.
            refuse(new Quota(Quota.BYTES, limits.bytes().get(), use.bytes(), 1, Optional.empty()));
        }
        if (limits.imagesPerDay().isPresent()) {
            // With this job, whose row is written.
            long asked = use.imagesOfDay();
            refuse(new Quota(
                    Quota.IMAGES_PER_DAY,
                    limits.imagesPerDay().get(),
                    asked - images,
                    images,
                    Optional.of(restOfDay(use.now()))));
        }
    }

    private static Duration restOfDay(Instant now) {
        LocalDate tomorrow = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1);
        return Duration.between(now, tomorrow.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static void refuse(Quota quota) {
        if (quota.exceeded()) {
            throw new QuotaExceededException(quota);
        }
    }
}
