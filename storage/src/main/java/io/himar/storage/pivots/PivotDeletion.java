package io.himar.storage.pivots;

import io.himar.storage.sql.Transactions;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Asks for the deletion of pivots. From then on nobody sees them, and the sweep deletes what they are. Images that have
 * begun with one go on: whoever finds it gone draws it again.
 */
public final class PivotDeletion {
    private static final String EXPIRE = """
            update himar.image i set pivot_expires_at = now()
            from himar.job j
            where i.id = ? and i.tenant = ? and j.id = i.job_id and j.delete_requested_at is null
              and i.pivot_key is not null and i.pivot_expires_at > now()""";

    private final Transactions transactions;

    public PivotDeletion(DataSource database) {
        this.transactions = new Transactions(database);
    }

    /**
     * Ends the time of a tenant's pivot.
     *
     * @return whether there was such a pivot
     */
    public boolean request(String tenant, UUID pivot) {
        return transactions.run(tenant, "delete pivot " + pivot, sql -> sql.update(EXPIRE, pivot, tenant) == 1);
    }
}
