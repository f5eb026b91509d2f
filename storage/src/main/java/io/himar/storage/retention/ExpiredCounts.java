package io.himar.storage.retention;

import io.himar.storage.sql.Transactions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What is counted of tenants, when nobody asks for it any more: a little at a time. */
final class ExpiredCounts {
    private static final String DAYS = """
            delete from himar.asked_images where ctid in (
              select ctid from himar.asked_images where day < ? limit ?)""";

    // Gateways of former versions look there.
    private static final String DAYS_OF_BEFORE = """
            delete from himar.deleted_images where ctid in (
              select ctid from himar.deleted_images where day < ? limit ?)""";

    private static final String DAYS_OF_LONG_BEFORE = """
            delete from himar.tenant_day where ctid in (
              select ctid from himar.tenant_day where day < ? limit ?)""";

    private static final String USAGE = """
            delete from himar.usage_day where ctid in (
              select ctid from himar.usage_day where day < ? limit ?)""";

    // A bucket that is in use is left alone; whoever uses it puts its end off.
    private static final String BUCKETS = """
            delete from himar.rate_bucket where id in (
              select id from himar.rate_bucket where expires_at < ? limit ? for update skip locked)""";

    private final Transactions transactions;

    ExpiredCounts(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What was asked for on days that are over. A quota looks at its own day alone, in UTC. */
    int deleteDays(Instant now, int most) {
        LocalDate yesterday = day(now).minusDays(1);
        return transactions.run(
                "forget what was asked for",
                sql -> sql.update(DAYS, yesterday, most)
                        + sql.update(DAYS_OF_BEFORE, yesterday, most)
                        + sql.update(DAYS_OF_LONG_BEFORE, yesterday, most));
    }

    /** Usage of days before that of {@code by}. */
    int deleteUsage(Instant by, int most) {
        return transactions.run("forget usage", sql -> sql.update(USAGE, day(by), most));
    }

    /** Buckets that are full again. */
    int deleteBuckets(Instant now, int most) {
        return transactions.run("forget buckets", sql -> sql.update(BUCKETS, now.toEpochMilli(), most));
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
