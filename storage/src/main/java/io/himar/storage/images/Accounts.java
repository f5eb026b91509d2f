package io.himar.storage.images;

import io.himar.contracts.Stage;
import io.himar.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/** What tenants have had, for the fair order and for the bill, within one transaction of Postgres. */
final class Accounts {
    private static final String SHARES = """
            select n.name, coalesce(t.weight, 1) as weight, t.most_in_flight,
              coalesce(s.started, 0) as started, coalesce(s.ended, 0) as ended
            from (select tenant as name from himar.tenant_share where stage = ? union select unnest(?)) n
            left join himar.tenant t on t.name = n.name
            left join himar.tenant_share s on s.tenant = n.name and s.stage = ?""";

    private static final String SAVE_SHARES = """
            insert into himar.tenant_share (tenant, stage, started, ended)
            select tenant, ?, started, ended from unnest(?, ?, ?) as s (tenant, started, ended) order by tenant
            on conflict (tenant, stage) do update
            set started = greatest(tenant_share.started, excluded.started),
              ended = greatest(tenant_share.ended, excluded.ended)""";

    // In the order of the key, so that no two schedulers wait in a circle.
    private static final String COUNT = """
            insert into himar.usage_day (tenant, day, model, stage, images, seconds)
            select i.tenant, (? at time zone 'UTC')::date, j.model, u.stage, count(*), sum(u.seconds)
            from unnest(?, ?, ?) as u (id, stage, seconds)
              join himar.image i on i.id = u.id join himar.job j on j.id = i.job_id
            group by 1, 2, 3, 4 order by 1, 2, 3, 4
            on conflict (tenant, day, model, stage) do update
            set images = usage_day.images + excluded.images, seconds = usage_day.seconds + excluded.seconds""";

    private static final String PACE = """
            insert into himar.stage_pace (model, stage, day, work, seconds)
            select j.model, u.stage, (? at time zone 'UTC')::date,
              sum(case u.stage when 'PIVOT' then i.pivot_cost else i.refine_cost end), sum(u.seconds)
            from unnest(?, ?, ?) as u (id, stage, seconds)
              join himar.image i on i.id = u.id join himar.job j on j.id = i.job_id
            where u.seconds > 0 group by 1, 2, 3 order by 1, 2, 3
            on conflict (model, stage, day) do update
            set work = stage_pace.work + excluded.work, seconds = stage_pace.seconds + excluded.seconds""";

    private static final double NANOS = 1e9;

    private final Sql sql;
    private final Instant now;

    Accounts(Sql sql, Instant now) {
        this.sql = sql;
        this.now = now;
    }

    List<TenantShare> shares(Stage stage, Collection<String> tenants) throws SQLException {
        return sql.list(SHARES, Accounts::share, stage, tenants.toArray(String[]::new), stage);
    }

    private static TenantShare share(ResultSet row) throws SQLException {
        Integer most = row.getObject("most_in_flight", Integer.class);
        return new TenantShare(
                row.getString("name"),
                row.getDouble("weight"),
                most == null ? OptionalInt.empty() : OptionalInt.of(most),
                row.getDouble("started"),
                row.getDouble("ended"));
    }

    void saveShares(Stage stage, Collection<TenantShare> shares) throws SQLException {
        List<TenantShare> all = List.copyOf(shares);
        sql.update(
                SAVE_SHARES,
                stage,
                Sql.Column.of("text", all, TenantShare::tenant),
                Sql.Column.of("float8", all, TenantShare::started),
                Sql.Column.of("float8", all, TenantShare::ended));
    }

    void count(List<StageUse> uses) throws SQLException {
        if (!uses.isEmpty()) {
            Sql.Column images = Sql.Column.of("uuid", uses, StageUse::image);
            Sql.Column stages = Sql.Column.of("text", uses, use -> use.stage().name());
            Sql.Column seconds = Sql.Column.of("float8", uses, use -> use.time().toNanos() / NANOS);
            sql.update(COUNT, now, images, stages, seconds);
            sql.update(PACE, now, images, stages, seconds);
        }
    }
}
