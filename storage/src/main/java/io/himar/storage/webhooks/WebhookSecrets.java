package io.himar.storage.webhooks;

import io.himar.storage.sql.Sql;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The secrets of tenants: one current, and for a time the one before it. */
public final class WebhookSecrets {
    private static final String LIVE = """
            select id, secret, created_at, expires_at from himar.webhook_secret
            where tenant = ? and (expires_at is null or expires_at > ?)
            order by expires_at nulls first""";

    private final Transactions transactions;
    private final TimeSource time;

    public WebhookSecrets(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = Objects.requireNonNull(time, "time");
    }

    /** Those that sign now, the current one first; none if the tenant never needed one. */
    public List<WebhookSecret> live(String tenant) {
        return transactions.run(tenant, "read webhook secrets", sql -> live(sql, tenant, time.now(sql)));
    }

    /**
     * Makes a new one the current one. The one before signs, too, for a time, so that receivers can learn the new one.
     *
     * @return the new one; empty if two are live, of which one must end first
     */
    public Optional<WebhookSecret> rotate(String tenant, Duration overlap) {
        return transactions.run(tenant, "rotate webhook secret", sql -> {
            Instant now = time.now(sql);
            // Whoever rotates at the same time waits here, and then finds two.
            sql.list("select id from himar.webhook_secret where tenant = ? for update", row -> true, tenant);
            List<WebhookSecret> live = live(sql, tenant, now);
            return live.size() > 1 ? Optional.empty() : Optional.of(current(sql, tenant, live, now.plus(overlap), now));
        });
    }

    /**
     * Ends one that was replaced.
     *
     * @return whether there was such a one; the current one cannot be ended
     */
    public boolean end(String tenant, UUID secret) {
        return transactions.run(
                tenant,
                "end webhook secret",
                sql -> sql.update(
                                "delete from himar.webhook_secret where tenant = ? and id = ? and expires_at > ?",
                                tenant,
                                secret,
                                time.now(sql))
                        == 1);
    }

    /** Gives a tenant its first. */
    static void ensure(Sql sql, String tenant, Instant now) throws SQLException {
        sql.update(
                "insert into himar.webhook_secret (tenant, secret, created_at) values (?, ?, ?) on conflict do nothing",
                tenant,
                WebhookSecret.random(),
                now);
    }

    private static WebhookSecret current(
            Sql sql, String tenant, List<WebhookSecret> before, Instant expiresAt, Instant now) throws SQLException {
        sql.update("delete from himar.webhook_secret where tenant = ? and expires_at <= ?", tenant, now);
        for (WebhookSecret old : before) {
            sql.update("update himar.webhook_secret set expires_at = ? where id = ?", expiresAt, old.id());
        }
        ensure(sql, tenant, now);
        return live(sql, tenant, now).get(0);
    }

    private static List<WebhookSecret> live(Sql sql, String tenant, Instant now) throws SQLException {
        return sql.list(
                LIVE,
                row -> new WebhookSecret(
                        row.getObject("id", UUID.class),
                        row.getString("secret"),
                        Sql.instant(row, "created_at"),
                        Optional.ofNullable(Sql.instant(row, "expires_at"))),
                tenant,
                now);
    }
}
