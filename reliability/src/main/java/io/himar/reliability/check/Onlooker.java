package io.himar.reliability.check;

import io.himar.reliability.suite.DirectAccess;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;

/** Reads Postgres and the listing of the objects, past the services. Every question is a connection of its own. */
public final class Onlooker {
    private static final String IMAGES = """
            select i.id, i.job_id, j.class_id, i.seed, i.state, least(j.start_by, j.finish_by), i.attempt, i.epoch,
              i.draft, case when i.draft then i.pivot_key else i.result_key end, i.finished_at, i.error_code
            from himar.image i join himar.job j on j.id = i.job_id""";
    private static final String EVENTS =
            "select id, image_id, at, state, epoch, error_code from himar.image_event order by id";

    private volatile DirectAccess access;

    public Onlooker(DirectAccess access) {
        this.access = access;
    }

    /** Reads one row of an answer. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** From now on these servers are looked at. */
    public void use(DirectAccess others) {
        access = others;
    }

    public List<ImageRow> images() throws SQLException {
        return list(IMAGES, Onlooker::image);
    }

    public List<EventRow> events() throws SQLException {
        return list(
                EVENTS,
                row -> new EventRow(
                        row.getLong(1),
                        row.getObject(2, UUID.class),
                        instant(row, 3).orElseThrow(),
                        row.getString(4),
                        row.getLong(5),
                        Optional.ofNullable(row.getString(6))));
    }

    /** Images that are not in a terminal state. */
    public long unfinished() throws SQLException {
        return number(
                "select count(*) from himar.image where state <> all (string_to_array(?, ','))",
                String.join(",", ImageRow.TERMINAL));
    }

    /** Pictures that were counted as drawn. */
    public long counted() throws SQLException {
        return number("select coalesce(sum(images), 0) from himar.usage_day where stage = 'REFINE'");
    }

    /** Keys of all objects. */
    public Set<String> objects() throws MinioException {
        Set<String> keys = new HashSet<>();
        MinioClient client = access.objectsClient();
        ListObjectsArgs all = ListObjectsArgs.builder()
                .bucket(DirectAccess.BUCKET)
                .recursive(true)
                .build();
        for (Result<Item> item : client.listObjects(all)) {
            keys.add(item.get().objectName());
        }
        return keys;
    }

    /** The answer to a question of one row and one number. */
    public long number(String sql, Object... values) throws SQLException {
        return list(sql, row -> row.getLong(1), values).get(0);
    }

    /** The rows of an answer. */
    public <T> List<T> list(String sql, RowReader<T> reader, Object... values) throws SQLException {
        DirectAccess now = access;
        Properties properties = new Properties();
        properties.setProperty("user", now.username());
        properties.setProperty("password", now.password());
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        try (Connection connection = DriverManager.getConnection(now.jdbcUrl(), properties);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    rows.add(reader.read(answer));
                }
            }
            return rows;
        }
    }

    private static ImageRow image(ResultSet row) throws SQLException {
        return new ImageRow(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getInt(3),
                row.getLong(4),
                row.getString(5),
                instant(row, 6),
                row.getInt(7),
                row.getLong(8),
                row.getBoolean(9),
                Optional.ofNullable(row.getString(10)),
                instant(row, 11),
                Optional.ofNullable(row.getString(12)));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
