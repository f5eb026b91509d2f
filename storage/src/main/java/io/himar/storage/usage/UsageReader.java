package io.himar.storage.usage;

import io.himar.contracts.Stage;
import io.himar.storage.sql.Transactions;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;

/** Reads what tenants have used. */
public final class UsageReader {
    private static final String READ = """
            select day, model, stage, images, seconds from himar.usage_day
            where tenant = ? and day between ? and ? order by day, model, stage""";

    private final Transactions transactions;

    public UsageReader(DataSource database) {
        this.transactions = new Transactions(database);
    }

    /**
     * Reads a tenant's usage day by day.
     *
     * @param from the first day
     * @param to the last day
     */
    public List<Usage> read(String tenant, LocalDate from, LocalDate to) {
        return transactions.run(
                tenant,
                "read the usage of " + tenant,
                sql -> sql.list(
                        READ,
                        row -> new Usage(
                                row.getObject("day", LocalDate.class),
                                row.getString("model"),
                                Stage.valueOf(row.getString("stage")),
                                row.getLong("images"),
                                row.getDouble("seconds")),
                        tenant,
                        from,
                        to));
    }
}
