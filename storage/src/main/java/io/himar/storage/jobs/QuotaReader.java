package io.himar.storage.jobs;

import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads how much of its limits a tenant uses now, and what they are. */
public final class QuotaReader {
    private final Transactions transactions;
    private final TimeSource time;

    public QuotaReader(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = time;
    }

    /**
     * What is used of a limit.
     *
     * @param name such as {@code images_per_day}
     * @param used counted as at an admission
     * @param most the limit; empty for none
     */
    public record Used(String name, long used, Optional<Long> most) {
        public Used {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(most, "most");
        }
    }

    /** All that is counted of a tenant, whether it has a limit or not. */
    public List<Used> read(String tenant) {
        return transactions.runAtOneMoment(tenant, "count what " + tenant + " uses", sql -> {
            QuotaLimits limits = QuotaLimits.read(sql, tenant).orElse(QuotaLimits.NONE);
            QuotaUse use = new QuotaUse(sql, tenant, time.now(sql));
            return List.of(
                    new Used(Quota.IMAGES_PER_DAY, use.imagesOfDay(), limits.imagesPerDay()),
                    new Used(Quota.UNFINISHED, use.unfinished(), limits.unfinished()),
                    new Used(Quota.PIVOTS, use.pivots(), limits.pivots()),
                    new Used(Quota.BYTES, use.bytes(), limits.bytes()));
        });
    }
}
