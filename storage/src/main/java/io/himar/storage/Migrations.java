package io.himar.storage;

import io.himar.storage.sql.Transactions;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the database to the schema of this version. Safe to run by several services at once. */
public final class Migrations {
    /** The database schema that holds everything of himar. */
    public static final String SCHEMA = "himar";

    private static final List<String> RIGHTS = List.of(
            "grant usage on schema himar to %I",
            "grant select, insert, update, delete on all tables in schema himar to %I",
            "grant usage, select on all sequences in schema himar to %I",
            "revoke insert, update, delete on himar.flyway_schema_history from %I");

    // Numbers of transactions say something in that cluster alone that gave them. Rows that were restored into another
    // one may have such as it has not given yet: readers of the journal would take them for new, again and again.
    private static final String FORGET_TRANSACTIONS_OF_OTHER_CLUSTERS = """
            update himar.image_event set transaction = null
            where transaction >= pg_snapshot_xmax(pg_current_snapshot())""";

    private Migrations() {}

    /**
     * Applies what is missing, creating the schema if need be; what was restored from another cluster fits this one
     * then.
     *
     * @throws FlywayException if the database cannot be reached, or holds a schema that this version does not know
     */
    public static void apply(DataSource database) {
        flyway(database).migrate();
        new Transactions(database)
                .run("look for a journal of another cluster", sql -> sql.update(FORGET_TRANSACTIONS_OF_OTHER_CLUSTERS));
    }

    /**
     * Looks whether nothing is missing, for services whose user may not change the schema.
     *
     * @throws FlywayException if something is missing, or the database cannot be reached
     */
    public static void check(DataSource database) {
        List<String> missing = Stream.of(flyway(database).info().pending())
                .map(each -> each.getVersion() + " " + each.getDescription())
                .toList();
        if (!missing.isEmpty()) {
            throw new FlywayException("its schema lacks the migrations " + missing
                    + ", and himar.database.migrate is false: let them be made first");
        }
    }

    /**
     * Gives a user what the services need: to read and write all rows, and nothing else.
     *
     * @param role which is there
     */
    public static void grant(DataSource database, String role) {
        new Transactions(database).run("grant rights to " + role, sql -> {
            for (String right : RIGHTS) {
                sql.list("select set_config('himar.grant', format(?, ?::text), true)", row -> true, right, role);
                sql.update("do $$ begin execute current_setting('himar.grant'); end $$");
            }
            return RIGHTS.size();
        });
    }

    private static Flyway flyway(DataSource database) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .locations("classpath:io/himar/storage/migrations")
                .load();
    }
}
