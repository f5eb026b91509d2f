package io.himar.storage.images;

import io.himar.storage.sql.Transactions;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Reads how many images each worker has, for whoever watches the fleet. */
public final class InHandReader {
    private static final String IN_HAND = """
            select worker, count(*) as images from himar.image
            where state in ('PIVOTING', 'REFINING') and lease_until is not null and worker is not null
            group by worker""";

    private final Transactions transactions;

    public InHandReader(DataSource database) {
        this.transactions = new Transactions(database);
    }

    /** Images by the names of the workers that have them. */
    public Map<String, Integer> read() {
        return transactions.run("count images in hand", sql -> {
            Map<String, Integer> images = new TreeMap<>();
            sql.list(IN_HAND, row -> images.put(row.getString("worker"), row.getInt("images")));
            return images;
        });
    }
}
