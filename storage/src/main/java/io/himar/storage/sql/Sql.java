package io.himar.storage.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Statements on one connection, with positional parameters. Instants become {@code timestamptz} in UTC. */
public final class Sql {
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    public <T> List<T> list(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        }
    }

    public <T> Optional<T> first(String sql, RowReader<T> reader, Object... parameters) throws SQLException {
        return list(sql, reader, parameters).stream().findFirst();
    }

    /** A column of values for {@code unnest}; {@code type} is that of Postgres. */
    public record Column(String type, List<?> values) {
        /** One value of each item. */
        public static <T> Column of(String type, List<T> items, Function<T, ?> value) {
            // Not toList of a stream with map: values may be null.
            List<Object> values = new ArrayList<>(items.size());
            items.forEach(item -> values.add(value.apply(item)));
            return new Column(type, values);
        }
    }

    /** Returns the number of rows changed. */
    public int update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, value(parameters[i]));
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private Object value(Object parameter) throws SQLException {
        if (parameter instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        if (parameter instanceof Enum<?> named) {
            return named.name();
        }
        if (parameter instanceof Column column) {
            return connection.createArrayOf(column.type(), column.values().toArray());
        }
        if (parameter instanceof UUID[] ids) {
            return connection.createArrayOf("uuid", ids);
        }
        if (parameter instanceof String[] texts) {
            return connection.createArrayOf("text", texts);
        }
        return parameter;
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
