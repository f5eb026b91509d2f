package io.himar.storage.webhooks;

import io.himar.storage.sql.Sql;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** What was sent to whom and what came of it, until it is forgotten. */
public final class DeliveryLog {
    private static final String READ =
            "select id, job_id, url, event, occurred_at, state, due_at, finished_at from himar.webhook_delivery where ";

    private static final String PAGE = READ + """
            tenant = ? and (?::text is null or state = ?) and (?::uuid is null
              or (occurred_at, id) < (select occurred_at, id from himar.webhook_delivery where id = ?::uuid))
            order by occurred_at desc, id desc limit ?""";

    private static final String ATTEMPTS = """
            select delivery_id, at, seconds, status, error from himar.webhook_attempt
            where delivery_id = any (?) order by delivery_id, number""";

    private static final String RESEND = """
            update himar.webhook_delivery set state = 'WAITING', finished_at = null, due_at = ?, tries = 0,
              lease = lease + 1
            where tenant = ? and id = ?""";

    private static final String FORGET = """
            delete from himar.webhook_delivery where id in (
              select id from himar.webhook_delivery where finished_at <= ? order by finished_at limit ?
              for update skip locked)""";

    private static final String FIGURES = """
            select count(*) as n, min(occurred_at) as oldest from himar.webhook_delivery where state = 'WAITING'""";

    private final Transactions transactions;
    private final TimeSource time;

    public DeliveryLog(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = Objects.requireNonNull(time, "time");
    }

    /** Deliveries of one job, the first one first. */
    public List<LoggedDelivery> of(String tenant, UUID job) {
        return transactions.run(
                tenant,
                "read webhook deliveries of job " + job,
                sql -> read(sql, READ + "tenant = ? and job_id = ? order by occurred_at, id", tenant, job));
    }

    public Optional<LoggedDelivery> find(String tenant, UUID delivery) {
        return transactions.run(tenant, "read webhook delivery " + delivery, sql -> find(sql, tenant, delivery));
    }

    /**
     * A page of deliveries, newest first.
     *
     * @param after the last one of the page before
     */
    public List<LoggedDelivery> page(String tenant, Optional<DeliveryState> state, Optional<UUID> after, int limit) {
        String name = state.map(DeliveryState::name).orElse(null);
        UUID last = after.orElse(null);
        return transactions.run(
                tenant, "read webhook deliveries", sql -> read(sql, PAGE, tenant, name, name, last, last, limit));
    }

    /** Sends one again, now, whatever came of it; as often as the schedule says, from the beginning. */
    public Optional<LoggedDelivery> resend(String tenant, UUID delivery) {
        return transactions.run(tenant, "send webhook delivery " + delivery + " again", sql -> {
            sql.update(RESEND, time.now(sql), tenant, delivery);
            return find(sql, tenant, delivery);
        });
    }

    /** Deletes some of those that ended longer ago than is kept, and says how many. */
    public int forget(Duration kept, int most) {
        return transactions.run(
                "forget webhook deliveries",
                sql -> sql.update(FORGET, time.now(sql).minus(kept), most));
    }

    /**
     * How many wait.
     *
     * @param oldestAge since when the oldest of them does; zero if none waits
     */
    public record Figures(long waiting, Duration oldestAge) {}

    public Figures figures() {
        return transactions.run("count webhook deliveries", sql -> {
            Instant now = time.now(sql);
            return sql.first(
                            FIGURES,
                            row -> new Figures(
                                    row.getLong("n"),
                                    Optional.ofNullable(Sql.instant(row, "oldest"))
                                            .map(oldest -> Duration.between(oldest, now))
                                            .orElse(Duration.ZERO)))
                    .orElseThrow();
        });
    }

    private static Optional<LoggedDelivery> find(Sql sql, String tenant, UUID delivery) throws SQLException {
        return read(sql, READ + "tenant = ? and id = ?", tenant, delivery).stream()
                .findFirst();
    }

    private static List<LoggedDelivery> read(Sql sql, String query, Object... parameters) throws SQLException {
        Map<UUID, List<Attempt>> attempts = new HashMap<>();
        List<LoggedDelivery> deliveries = sql.list(
                query,
                row -> delivery(
                        row, attempts.computeIfAbsent(row.getObject("id", UUID.class), id -> new ArrayList<>())),
                parameters);
        sql.list(
                ATTEMPTS,
                row -> attempts.get(row.getObject("delivery_id", UUID.class)).add(attempt(row)),
                (Object) attempts.keySet().toArray(UUID[]::new));
        return deliveries;
    }

    private static LoggedDelivery delivery(ResultSet row, List<Attempt> attempts) throws SQLException {
        DeliveryState state = DeliveryState.valueOf(row.getString("state"));
        return new LoggedDelivery(
                row.getObject("id", UUID.class),
                row.getObject("job_id", UUID.class),
                row.getString("url"),
                row.getString("event"),
                Sql.instant(row, "occurred_at"),
                state,
                state == DeliveryState.WAITING ? Optional.of(Sql.instant(row, "due_at")) : Optional.empty(),
                Optional.ofNullable(Sql.instant(row, "finished_at")),
                attempts);
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                Sql.instant(row, "at"),
                Duration.ofMillis(Math.round(1000 * row.getDouble("seconds"))),
                Optional.ofNullable(row.getObject("status", Integer.class)),
                Optional.ofNullable(row.getString("error")));
    }
}
