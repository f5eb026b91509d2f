package io.himar.service.database;

import javax.sql.DataSource;

/** The database once it has our schema; whatever reads or writes it asks for this and not for the bare one. */
public record MigratedDatabase(DataSource source) {}
