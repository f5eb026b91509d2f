package io.himar.storage.keys;

import io.himar.storage.sql.Transactions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** The tenants of a deployment. One that nobody has named yet is there as soon as it has a key or a job. */
public final class Tenants {
    /** As {@link #isName} wants a name to be. */
    public static final String EXPECTED_NAME =
            "1 to 64 lower-case letters, digits, dots, dashes and underscores, the first no mark, and not 'default'";

    /** The same as a regular expression, without the exception. */
    public static final String FORM = "[a-z0-9][a-z0-9._-]{0,63}";

    private static final Pattern NAME = Pattern.compile(FORM);
    // So the one tenant of the version before was called; its gateways may still write this name.
    private static final String RESERVED = "default";

    private static final String COLUMNS = """
            select n.name, coalesce(t.weight, 1) as weight, t.most_in_flight, t.most_unfinished, t.images_per_day,
              t.most_pivots, t.most_bytes, t.requests_per_minute, t.created_at, t.disabled_at
            """;

    // Tenants of jobs are read one by one from the index: there are many more jobs than tenants.
    private static final String LIST = """
            with recursive asking as (
              (select tenant as name from himar.job where tenant > ? order by tenant limit 1)
              union all
              select (select tenant from himar.job where tenant > asking.name order by tenant limit 1)
              from asking where asking.name is not null)
            """ + COLUMNS + """
            from (select name from himar.tenant union select tenant from himar.tenant_share
              union select tenant from himar.api_key
              union (select name from asking where name is not null limit ?)) n
            left join himar.tenant t on t.name = n.name
            where n.name > ? order by n.name limit ?""";

    private static final String FIND = COLUMNS + """
            from (select ?::text as name) n left join himar.tenant t on t.name = n.name
            where t.name is not null
              or exists (select from himar.tenant_share s where s.tenant = n.name)
              or exists (select from himar.api_key k where k.tenant = n.name)
              or exists (select from himar.job j where j.tenant = n.name)""";

    private static final String SAVE = """
            insert into himar.tenant
              (name, weight, most_in_flight, most_unfinished, images_per_day, most_pivots, most_bytes,
              requests_per_minute, disabled_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, case when ? then now() end)
            on conflict (name) do update set weight = excluded.weight, most_in_flight = excluded.most_in_flight,
              most_unfinished = excluded.most_unfinished, images_per_day = excluded.images_per_day,
              most_pivots = excluded.most_pivots, most_bytes = excluded.most_bytes,
              requests_per_minute = excluded.requests_per_minute,
              disabled_at = case when excluded.disabled_at is not null
                then coalesce(tenant.disabled_at, excluded.disabled_at) end
            returning name, weight, most_in_flight, most_unfinished, images_per_day, most_pivots, most_bytes,
              requests_per_minute, created_at, disabled_at""";

    private final Transactions transactions;

    public Tenants(DataSource database) {
        this.transactions = new Transactions(database);
    }

    /** Whether a tenant may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.equals(RESERVED);
    }

    /**
     * Reads a page of tenants by their names.
     *
     * @param after the last name of the page before; empty text for the first page
     */
    public List<Tenant> page(String after, int limit) {
        return transactions.run("read the tenants", sql -> sql.list(LIST, Tenant::read, after, limit, after, limit));
    }

    /** A tenant; empty if nobody has named it, and it has neither a key nor a job. */
    public Optional<Tenant> find(String name) {
        return transactions.run("read tenant " + name, sql -> sql.first(FIND, Tenant::read, name));
    }

    /** Those of some tenants on whose behalf nobody is let in. */
    public Set<String> disabled(Collection<String> names) {
        return Set.copyOf(transactions.run(
                "look for disabled tenants",
                sql -> sql.list(
                        "select name from himar.tenant where name = any (?) and disabled_at is not null",
                        row -> row.getString(1),
                        (Object) names.toArray(String[]::new))));
    }

    /**
     * Names a tenant, or gives it another share and other limits.
     *
     * @param disabled whether nobody is let in on its behalf
     */
    public Tenant save(String name, double weight, TenantLimits limits, boolean disabled) {
        return transactions.run(
                "save tenant " + name,
                sql -> sql.first(
                                SAVE,
                                Tenant::read,
                                name,
                                weight,
                                limits.mostInFlight().orElse(null),
                                limits.mostUnfinished().orElse(null),
                                limits.imagesPerDay().orElse(null),
                                limits.mostPivots().orElse(null),
                                limits.mostBytes().orElse(null),
                                limits.requestsPerMinute().orElse(null),
                                disabled)
                        .orElseThrow());
    }
}
