package io.himar.storage.images;

import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** Reads what the live workers say of themselves. */
public final class FleetReader {
    private static final String WORKERS =
            "select " + WorkerRows.COLUMNS + " from himar.worker where heard_at > ? order by id";

    private final Transactions transactions;
    private final TimeSource time;
    private final Duration silence;

    /** @param silence a worker that was not heard of for so long does not count */
    public FleetReader(DataSource database, TimeSource time, Duration silence) {
        this.transactions = new Transactions(database);
        this.time = time;
        this.silence = silence;
    }

    /**
     * The workers that were heard of lately.
     *
     * @param now what time it was then
     */
    public record Fleet(Instant now, List<Worker> workers) {
        public Fleet {
            workers = List.copyOf(workers);
        }
    }

    public Fleet read() {
        return transactions.run("read the workers", sql -> {
            Instant now = time.now(sql);
            return new Fleet(now, sql.list(WORKERS, WorkerRows::read, now.minus(silence)));
        });
    }
}
