package io.himar.storage;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the database to the schema of this version. Safe to run by several services at once. */
public final class Migrations {
    /** The database schema that holds everything of himar. */
    public static final String SCHEMA = "himar";

    private Migrations() {}

    /**
     * Applies what is missing, creating the schema if need be.
     *
     * @throws org.flywaydb.core.api.FlywayException if the database cannot be reached, or holds a schema that this
     *     version does not know
     */
    public static void apply(DataSource database) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .locations("classpath:io/himar/storage/migrations")
                .load()
                .migrate();
    }
}
