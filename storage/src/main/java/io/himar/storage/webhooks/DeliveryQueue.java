package io.himar.storage.webhooks;

import io.himar.storage.sql.Sql;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * What is still to be sent. Several gateways take from it: whoever takes a delivery has it for a time, after which it
 * is taken for lost and somebody else may have it. So each is sent at least once, and seldom twice.
 */
public final class DeliveryQueue {
    // Host by host, so that a long queue of one host is not read to find the next delivery of another.
    static final String TAKE = """
            with recursive host as (
              (select host from himar.webhook_delivery where state = 'WAITING' order by host limit 1)
              union all
              select (select d.host from himar.webhook_delivery d
                where d.state = 'WAITING' and d.host > host.host order by d.host limit 1)
              from host where host.host is not null),
            due as (
              select next.id from host
              left join unnest(?, ?) as busy (host, n) on busy.host = host.host
              cross join lateral (
                select d.id, d.due_at from himar.webhook_delivery d
                where d.state = 'WAITING' and d.host = host.host and d.due_at <= ?
                order by d.due_at limit greatest(0, ? - coalesce(busy.n, 0)) for update skip locked) next
              where host.host is not null
              order by next.due_at limit ?)
            update himar.webhook_delivery d set lease = d.lease + 1, due_at = ? from due where d.id = due.id
            returning d.id, d.tenant, d.job_id, d.url, d.host, d.event, d.occurred_at, d.body, d.lease, d.tries""";

    private static final String KEEP_BODY =
            "update himar.webhook_delivery set body = coalesce(body, ?) where id = ? returning body";

    private static final String LOG = """
            insert into himar.webhook_attempt (delivery_id, number, tenant, at, seconds, status, error)
            select ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ? from himar.webhook_attempt where delivery_id = ?""";

    private static final String END = """
            update himar.webhook_delivery set state = ?, finished_at = ? where id = ? and state = 'WAITING'""";

    private static final String AGAIN = """
            update himar.webhook_delivery set due_at = ?, tries = tries + 1
            where id = ? and lease = ? and state = 'WAITING'""";

    // Those that somebody else has in hand are left alone: two that waited for each other's rows would never end.
    private static final String OF_ENDPOINT = """
            where id in (select id from himar.webhook_delivery
              where tenant = ? and url = ? and state = 'WAITING' for update skip locked)""";

    private static final String REST = "update himar.webhook_delivery set due_at = greatest(due_at, ?) " + OF_ENDPOINT;

    private static final String DISABLE = """
            insert into himar.webhook_disabled (tenant, url, disabled_at) values (?, ?, ?) on conflict do nothing""";

    private static final String DISABLE_WAITING =
            "update himar.webhook_delivery set state = 'DISABLED', finished_at = ? " + OF_ENDPOINT;

    private final Transactions transactions;
    private final TimeSource time;

    public DeliveryQueue(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * Takes deliveries that are due, the oldest first.
     *
     * @param most how many are wanted
     * @param busy how many the caller is sending to each host
     * @param mostPerHost how many the caller may send to one host at once
     * @param lease the time after which another may take them again
     */
    public List<Delivery> take(int most, Map<String, Integer> busy, int mostPerHost, Duration lease) {
        List<Map.Entry<String, Integer>> hosts = List.copyOf(busy.entrySet());
        return transactions.run("take webhook deliveries", sql -> {
            Instant now = time.now(sql);
            return sql.list(
                    TAKE,
                    DeliveryQueue::delivery,
                    Sql.Column.of("text", hosts, Map.Entry::getKey),
                    Sql.Column.of("int4", hosts, Map.Entry::getValue),
                    now,
                    mostPerHost,
                    most,
                    now.plus(lease));
        });
    }

    /** Keeps what is sent; returns what was kept before, if anything was. */
    public String keepBody(Delivery delivery, String body) {
        return transactions.run(
                "keep the body of webhook delivery " + delivery.id(),
                sql -> sql.first(KEEP_BODY, row -> row.getString(1), body, delivery.id())
                        .orElse(body));
    }

    /**
     * Notes an attempt, and what follows from it. A failure changes nothing once the delivery was taken again; that it
     * was received counts whenever it is said.
     */
    public void ended(Delivery delivery, Attempt attempt, Verdict verdict) {
        transactions.run("note webhook delivery " + delivery.id(), sql -> {
            Instant now = time.now(sql);
            boolean there = sql.first(
                            "select id from himar.webhook_delivery where id = ? for update", row -> true, delivery.id())
                    .orElse(false);
            if (there) {
                log(sql, delivery, attempt);
                follow(sql, delivery, verdict, now);
            }
            return there;
        });
    }

    private static void log(Sql sql, Delivery delivery, Attempt attempt) throws SQLException {
        sql.update(
                LOG,
                delivery.id(),
                delivery.tenant(),
                attempt.at(),
                attempt.took().toMillis() / 1000.0,
                attempt.status().orElse(null),
                attempt.error().orElse(null),
                delivery.id());
    }

    private static void follow(Sql sql, Delivery delivery, Verdict verdict, Instant now) throws SQLException {
        if (verdict instanceof Verdict.Delivered) {
            sql.update(END, "DELIVERED", now, delivery.id());
        } else if (verdict instanceof Verdict.Again again) {
            sql.update(AGAIN, now.plus(again.after()), delivery.id(), delivery.lease());
            if (again.endpointRests()) {
                sql.update(REST, now.plus(again.after()), delivery.tenant(), delivery.url());
            }
        } else if (verdict instanceof Verdict.GivenUp) {
            sql.update(END + " and lease = ?", "FAILED", now, delivery.id(), delivery.lease());
        } else if (verdict instanceof Verdict.EndpointGone) {
            sql.update(DISABLE, delivery.tenant(), delivery.url(), now);
            sql.update(DISABLE_WAITING, now, delivery.tenant(), delivery.url());
        }
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                row.getObject("job_id", UUID.class),
                row.getString("url"),
                row.getString("host"),
                row.getString("event"),
                Sql.instant(row, "occurred_at"),
                Optional.ofNullable(row.getString("body")),
                row.getInt("lease"),
                row.getInt("tries"));
    }
}
