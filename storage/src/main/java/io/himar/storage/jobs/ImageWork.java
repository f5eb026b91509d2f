package io.himar.storage.jobs;

import io.himar.storage.sql.Transactions;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Whose image it is, and how much work its stages are; nothing of this ever changes.
 *
 * @param pivotCost as in {@link Demand}
 * @param refineCost as in {@link Demand}
 */
public record ImageWork(UUID image, UUID job, int index, String tenant, float pivotCost, float refineCost) {
    /** Reads that of images, as far as there are such. */
    public static final class Reader {
        private static final String WORK = """
                select id, job_id, image_index, tenant, pivot_cost, refine_cost from himar.image where id = any (?)""";

        private final Transactions transactions;

        public Reader(DataSource database) {
            this.transactions = new Transactions(database);
        }

        public List<ImageWork> read(Collection<UUID> images) {
            return transactions.run(
                    "read the work of images",
                    sql -> sql.list(
                            WORK,
                            row -> new ImageWork(
                                    row.getObject("id", UUID.class),
                                    row.getObject("job_id", UUID.class),
                                    row.getInt("image_index"),
                                    row.getString("tenant"),
                                    row.getFloat("pivot_cost"),
                                    row.getFloat("refine_cost")),
                            (Object) images.toArray(UUID[]::new)));
        }
    }
}
