package io.himar.storage.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns that a reader of rows needs, by their names. Postgres refuses a prepared statement with an asterisk in it
 * once a later version has added a column; one that names its columns goes on.
 */
public record Columns(List<String> names) {
    public Columns {
        names = List.copyOf(names);
    }

    public static Columns of(String... names) {
        return new Columns(Arrays.asList(names));
    }

    /** These and others, each once. */
    public Columns and(Columns others) {
        Set<String> all = new LinkedHashSet<>(names);
        all.addAll(others.names);
        return new Columns(new ArrayList<>(all));
    }

    public Columns and(String... others) {
        return and(of(others));
    }

    /** As a statement names those of the table that it calls so. */
    public String in(String table) {
        return table + "." + String.join(", " + table + ".", names);
    }

    /** As a statement of one table names them. */
    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
