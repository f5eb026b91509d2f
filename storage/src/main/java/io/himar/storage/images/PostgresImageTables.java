package io.himar.storage.images;

import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.util.Objects;
import javax.sql.DataSource;

/** Images in Postgres. */
public final class PostgresImageTables implements ImageTables {
    private final Transactions transactions;
    private final TimeSource time;

    public PostgresImageTables(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = Objects.requireNonNull(time, "time");
    }

    @Override
    public <T> T transaction(String purpose, Work<T> work) {
        return transactions.run(purpose, sql -> work.on(new PostgresImageTable(sql, time.now(sql))));
    }
}
