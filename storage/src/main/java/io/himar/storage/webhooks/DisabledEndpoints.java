package io.himar.storage.webhooks;

import io.himar.storage.sql.Sql;
import io.himar.storage.sql.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Endpoints that are sent nothing, because they said that they are gone. */
public final class DisabledEndpoints {
    /** An endpoint of a tenant. */
    public record Disabled(UUID id, String url, Instant disabledAt) {}

    private final Transactions transactions;

    public DisabledEndpoints(DataSource database) {
        this.transactions = new Transactions(database);
    }

    /** The latest ones, the last one first. */
    public List<Disabled> list(String tenant, int most) {
        return transactions.run(
                tenant,
                "read disabled webhook endpoints",
                sql -> sql.list(
                        "select id, url, disabled_at from himar.webhook_disabled where tenant = ?"
                                + " order by disabled_at desc, id limit ?",
                        row -> new Disabled(
                                row.getObject("id", UUID.class), row.getString("url"), Sql.instant(row, "disabled_at")),
                        tenant,
                        most));
    }

    public boolean isDisabled(String tenant, String url) {
        return transactions.run(
                tenant,
                "read a disabled webhook endpoint",
                sql -> sql.first(
                                "select 1 from himar.webhook_disabled where tenant = ? and url = ?",
                                row -> true,
                                tenant,
                                url)
                        .orElse(false));
    }

    /** Sends to it what happens from now on; returns whether it was disabled. */
    public boolean enable(String tenant, UUID id) {
        return transactions.run(
                tenant,
                "enable a webhook endpoint",
                sql -> sql.update("delete from himar.webhook_disabled where tenant = ? and id = ?", tenant, id) == 1);
    }
}
