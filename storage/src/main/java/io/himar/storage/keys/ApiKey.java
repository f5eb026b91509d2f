package io.himar.storage.keys;

import io.himar.storage.sql.Columns;
import io.himar.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A key that lets callers in. Its secret is not kept.
 *
 * @param tenant on whose behalf its callers ask
 * @param name for people
 * @param prefix how the key begins
 * @param scopes what its callers may do
 * @param expiresAt from then on it lets nobody in
 * @param revokedAt when it was revoked
 * @param replacedBy the key that follows it
 */
public record ApiKey(
        UUID id,
        String tenant,
        String name,
        String prefix,
        List<String> scopes,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<UUID> replacedBy) {

    static final Columns COLUMNS = Columns.of("id", "tenant", "name", "prefix", "scopes")
            .and("created_at", "expires_at", "revoked_at", "replaced_by");

    public ApiKey {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tenant, "tenant");
        scopes = List.copyOf(scopes);
    }

    static ApiKey read(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                row.getString("name"),
                row.getString("prefix"),
                List.of((String[]) row.getArray("scopes").getArray()),
                Sql.instant(row, "created_at"),
                Optional.ofNullable(Sql.instant(row, "expires_at")),
                Optional.ofNullable(Sql.instant(row, "revoked_at")),
                Optional.ofNullable(row.getObject("replaced_by", UUID.class)));
    }
}
