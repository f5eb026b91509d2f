package io.himar.storage.retention;

import io.himar.storage.sql.Transactions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What is counted of tenants, when nobody asks for it any more: a little at a time. */
final class ExpiredCounts {
    private static final String OLD_DAYS = """
            delete from himar.%1$s where ctid in (
              select ctid from himar.%1$s where day < ? limit ?)""";

    // Gateways of former versions look at the last two.
    private static final List<String> ASKED_FOR = List.of("asked_images", "deleted_images", "tenant_day");

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
        return transactions.run("forget what was asked for", sql -> {
            int deleted = 0;
            for (String table : ASKED_FOR) {
                deleted += sql.update(OLD_DAYS.formatted(table), yesterday, most);
            }
            return deleted;
        });
    }

    /** Usage of days before that of {@code by}. */
    int deleteUsage(Instant by, int most) {
        return transactions.run("forget usage", sql -> sql.update(OLD_DAYS.formatted("usage_day"), day(by), most));
    }

    /** Buckets that are full again. */
    int deleteBuckets(Instant now, int most) {
        return transactions.run("forget buckets", sql -> sql.update(BUCKETS, now.toEpochMilli(), most));
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
