package io.himar.storage.images;

import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.time.Instant;
import javax.sql.DataSource;

/** Counts the images of all tenants that no worker has had yet. */
public final class BacklogReader {
    private static final String WAITING = """
            select (select count(*) from (select from himar.image where state = 'QUEUED' limit ?) as fresh)
              + (select count(*) from (select from himar.image
                where state = 'REFINING' and worker is null and attempt = 0 and source_pivot is not null
                limit ?) as with_pivot)""";

    private final Transactions transactions;
    private final TimeSource time;

    public BacklogReader(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = time;
    }

    /**
     * The images that wait.
     *
     * @param begunPerSecond images that have begun in each second of the last minute; 0 if none has
     */
    public record Backlog(long images, double begunPerSecond) {}

    /** @param most beyond which the images are not counted exactly */
    public Backlog read(long most) {
        return transactions.run("count the images that wait", sql -> {
            Instant now = time.now(sql);
            long images = sql.first(WAITING, row -> row.getLong(1), most + 1, most + 1)
                    .orElseThrow();
            return new Backlog(images, QueueReader.begunPerSecond(sql, now));
        });
    }
}
