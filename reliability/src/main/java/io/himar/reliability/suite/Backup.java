package io.himar.reliability.suite;

import io.himar.storage.Migrations;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.Result;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The rows of one moment, as {@code pg_dump} reads them, and then the objects, as a copy of the bucket has them. The
 * embedded Postgres comes without {@code pg_dump}.
 *
 * @param tables their rows in the text form of {@code COPY}
 * @param sequences the last value of each that was ever used
 * @param underWay images that had not finished at that moment
 */
public record Backup(
        Map<String, byte[]> tables, Map<String, Long> sequences, Map<String, byte[]> objects, long underWay) {
    /** Counts the images that have not finished. */
    public static final String UNDER_WAY = "select count(*) from himar.image where finished_at is null";

    private static final String HISTORY = "flyway_schema_history";

    public Backup {
        tables = Map.copyOf(tables);
        sequences = Map.copyOf(sequences);
        objects = Map.copyOf(objects);
    }

    /** Makes one while the services run. */
    public static Backup of(DirectAccess access) throws SQLException, IOException, MinioException {
        Map<String, byte[]> tables = new HashMap<>();
        Map<String, Long> sequences = new HashMap<>();
        long underWay;
        try (Connection connection = database(access).getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("set transaction isolation level repeatable read, read only");
            try (ResultSet row = statement.executeQuery(UNDER_WAY)) {
                row.next();
                underWay = row.getLong(1);
            }
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (String table : tables(statement)) {
                ByteArrayOutputStream rows = new ByteArrayOutputStream();
                copies.copyOut("copy himar." + table + " to stdout", rows);
                tables.put(table, rows.toByteArray());
            }
            try (ResultSet row = statement.executeQuery("select sequencename, last_value from pg_sequences"
                    + " where schemaname = 'himar' and last_value is not null")) {
                while (row.next()) {
                    sequences.put(row.getString(1), row.getLong(2));
                }
            }
        }
        return new Backup(tables, sequences, objects(access), underWay);
    }

    /** Puts the objects and then the rows into servers that are empty. */
    public void restore(DirectAccess access) throws SQLException, IOException, MinioException {
        MinioClient client = access.objectsClient();
        client.makeBucket(MakeBucketArgs.builder().bucket(DirectAccess.BUCKET).build());
        for (Map.Entry<String, byte[]> object : objects.entrySet()) {
            client.putObject(PutObjectArgs.builder().bucket(DirectAccess.BUCKET).object(object.getKey()).stream(
                            new ByteArrayInputStream(object.getValue()), (long) object.getValue().length, -1L)
                    .build());
        }
        restoreRows(database(access));
    }

    private void restoreRows(PGSimpleDataSource database) throws SQLException, IOException {
        Migrations.apply(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // As in pg_restore, no trigger does again what it did when the rows were written.
            statement.execute("set session_replication_role = replica");
            statement.execute("truncate himar." + String.join(", himar.", tables.keySet()));
            CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
            for (Map.Entry<String, byte[]> table : tables.entrySet()) {
                copies.copyIn(
                        "copy himar." + table.getKey() + " from stdin", new ByteArrayInputStream(table.getValue()));
            }
            for (Map.Entry<String, Long> sequence : sequences.entrySet()) {
                statement.execute("select setval('himar." + sequence.getKey() + "', " + sequence.getValue() + ")");
            }
            connection.commit();
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("select tablename from pg_tables where schemaname = 'himar'")) {
            while (row.next()) {
                if (!row.getString(1).equals(HISTORY)) {
                    tables.add(row.getString(1));
                }
            }
        }
        return tables;
    }

    private static Map<String, byte[]> objects(DirectAccess access) throws MinioException, IOException {
        Map<String, byte[]> objects = new HashMap<>();
        MinioClient client = access.objectsClient();
        for (Result<Item> item : client.listObjects(ListObjectsArgs.builder()
                .bucket(DirectAccess.BUCKET)
                .recursive(true)
                .build())) {
            String key = item.get().objectName();
            try (InputStream object = client.getObject(GetObjectArgs.builder()
                    .bucket(DirectAccess.BUCKET)
                    .object(key)
                    .build())) {
                objects.put(key, object.readAllBytes());
            } catch (ErrorResponseException refused) {
                // A pivot may be used up between the listing and the copy: its image has a picture by now.
                if (!refused.errorResponse().code().equals("NoSuchKey")) {
                    throw refused;
                }
            }
        }
        return objects;
    }

    private static PGSimpleDataSource database(DirectAccess access) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(access.jdbcUrl());
        database.setUser(access.username());
        database.setPassword(access.password());
        return database;
    }
}
