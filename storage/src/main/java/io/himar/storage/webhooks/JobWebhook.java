package io.himar.storage.webhooks;

import io.himar.storage.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Who is told how a job has ended.
 *
 * @param url absolute, its scheme and host in lower case
 * @param events which ends are told, such as {@code generation.failed}; empty for all
 */
public record JobWebhook(String url, List<String> events) {
    public JobWebhook {
        Objects.requireNonNull(url, "url");
        events = List.copyOf(events);
    }

    /** Notes it of a job that is being admitted, and gives the tenant a secret if it has none. */
    public void note(Sql sql, UUID job, String tenant, Instant now) throws SQLException {
        sql.update(
                "insert into himar.webhook (job_id, tenant, url, events) values (?, ?, ?, ?)",
                job,
                tenant,
                url,
                events.isEmpty() ? null : events.toArray(String[]::new));
        WebhookSecrets.ensure(sql, tenant, now);
    }
}
