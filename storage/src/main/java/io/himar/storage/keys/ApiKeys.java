package io.himar.storage.keys;

import io.himar.storage.jobs.JobPage;
import io.himar.storage.sql.Sql;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** The API keys of all tenants. */
public final class ApiKeys {
    private static final String INSERT = """
            insert into himar.api_key (id, tenant, name, prefix, digest, scopes, created_at, expires_at)
            values (?, ?, ?, ?, ?, ?, ?, ?) returning\s""" + ApiKey.COLUMNS;

    private static final String READ = "select " + ApiKey.COLUMNS + " from himar.api_key ";

    private static final String VALID = READ + """
            where digest = ? and revoked_at is null and coalesce(expires_at > ?, true)""";

    private static final String STILL_VALID = """
            select id from himar.api_key
            where id = any (?) and revoked_at is null and coalesce(expires_at > ?, true)""";

    // The earlier end holds: a key that expires soon anyway does not live longer by being replaced.
    private static final String REPLACE = """
            update himar.api_key set replaced_by = ?, expires_at = least(expires_at, ?)
            where id = ? and revoked_at is null and replaced_by is null and coalesce(expires_at > ?, true)
            returning\s""" + ApiKey.COLUMNS;

    private final Transactions transactions;
    private final TimeSource time;

    public ApiKeys(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = time;
    }

    /** Keeps a key, which lets callers in from now on. */
    public ApiKey add(NewApiKey key) {
        return transactions.run("keep an API key", sql -> add(sql, key, time.now(sql)));
    }

    /** The key of this digest, if it lets callers in now. */
    public Optional<ApiKey> valid(byte[] digest) {
        return transactions.run("look up an API key", sql -> sql.first(VALID, ApiKey::read, digest, time.now(sql)));
    }

    /** Those of some keys that let callers in now. */
    public Set<UUID> valid(Collection<UUID> ids) {
        return Set.copyOf(transactions.run(
                "look up API keys",
                sql -> sql.list(
                        STILL_VALID, row -> row.getObject(1, UUID.class), ids.toArray(UUID[]::new), time.now(sql))));
    }

    public Optional<ApiKey> find(UUID id) {
        return transactions.run("read an API key", sql -> sql.first(READ + "where id = ?", ApiKey::read, id));
    }

    /**
     * Reads a page of keys, newest first.
     *
     * @param tenant whose; empty for all
     * @param from where the page starts; empty for the first
     */
    public List<ApiKey> page(Optional<String> tenant, int limit, Optional<JobPage.Cursor> from) {
        List<Object> parameters = new ArrayList<>();
        StringBuilder conditions = new StringBuilder("true");
        tenant.ifPresent(name -> {
            conditions.append(" and tenant = ?");
            parameters.add(name);
        });
        from.ifPresent(at -> {
            conditions.append(" and (created_at, id) < (?, ?)");
            parameters.addAll(List.of(at.createdAt(), at.id()));
        });
        parameters.add(limit);
        String statement = READ + "where " + conditions + " order by created_at desc, id desc limit ?";
        return transactions.run(
                "read a page of API keys", sql -> sql.list(statement, ApiKey::read, parameters.toArray()));
    }

    /**
     * Keeps the key that follows another, which lets callers in for some time yet.
     *
     * @param overlap for how long the old one still does
     * @return the new key, or empty if the old one does not let anybody in any more or was replaced before
     */
    public Optional<ApiKey> replace(UUID old, NewApiKey key, Duration overlap) {
        return transactions.run("replace an API key", sql -> {
            Instant now = time.now(sql);
            return sql.first(REPLACE, ApiKey::read, key.id(), now.plus(overlap), old, now)
                            .isEmpty()
                    ? Optional.empty()
                    : Optional.of(add(sql, key, now));
        });
    }

    /** From now on the key lets nobody in. The key as it is now; empty if there is none. */
    public Optional<ApiKey> revoke(UUID id) {
        return transactions.run(
                "revoke an API key",
                sql -> sql.first(
                        "update himar.api_key set revoked_at = coalesce(revoked_at, ?) where id = ? returning "
                                + ApiKey.COLUMNS,
                        ApiKey::read,
                        time.now(sql),
                        id));
    }

    /** Whether any key lets callers in. */
    public boolean anyValid() {
        return transactions.run(
                "look for an API key",
                sql -> sql.first(
                                "select 1 from himar.api_key"
                                        + " where revoked_at is null and coalesce(expires_at > ?, true)"
                                        + " limit 1",
                                row -> true,
                                time.now(sql))
                        .isPresent());
    }

    private static ApiKey add(Sql sql, NewApiKey key, Instant now) throws SQLException {
        sql.update("insert into himar.tenant (name) values (?) on conflict do nothing", key.tenant());
        return sql.first(
                        INSERT,
                        ApiKey::read,
                        key.id(),
                        key.tenant(),
                        key.name(),
                        key.secret().prefix(),
                        key.secret().digest(),
                        key.scopes().toArray(String[]::new),
                        now,
                        key.lifetime().map(now::plus).orElse(null))
                .orElseThrow();
    }
}
