package io.himar.storage.images;

import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.Rows;
import io.himar.storage.jobs.TokensAt;
import io.himar.storage.sql.Columns;
import io.himar.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** How an {@link ImageRow} is read, and how many of them are written with one statement. */
final class ImageRows {
    private static final List<Written> COLUMNS = List.of(
            new Written("id", "uuid", ImageRow::id),
            new Written("started_at", "timestamptz", ImageRow::startedAt),
            new Written("state", "text", row -> row.state().name()),
            new Written("attempt", "int4", ImageRow::attempt),
            new Written("epoch", "int8", ImageRow::epoch),
            new Written("lease_until", "timestamptz", row -> row.hold().map(Hold::until)),
            new Written("worker", "text", row -> row.hold().flatMap(Hold::worker)),
            new Written("begun", "bool", row -> row.hold().map(Hold::begun).orElse(false)),
            new Written(
                    "progress_step",
                    "int4",
                    row -> row.progress().map(Image.Progress::step).orElse(0)),
            new Written(
                    "progress_steps",
                    "int4",
                    row -> row.progress().map(Image.Progress::steps).orElse(0)),
            new Written("preview_key", "text", row -> row.pivot().previewKey()),
            new Written("pivot_key", "text", row -> row.pivot().key()),
            new Written("tokens_at", "text", row -> row.pivot().tokensAt().map(TokensAt::text)),
            new Written("partial_key", "text", ImageRow::partialKey),
            new Written("result_key", "text", row -> row.result().map(ImageResult::key)),
            new Written("width", "int4", row -> row.result().map(ImageResult::width)),
            new Written("height", "int4", row -> row.result().map(ImageResult::height)),
            new Written("bytes", "int8", row -> row.result().map(ImageResult::bytes)),
            new Written("error_code", "text", row -> row.failure().map(Failure::code)),
            new Written("error_message", "text", row -> row.failure().map(Failure::message)),
            new Written("failures", "int4", row -> row.setbacks().failures()),
            new Written("interruptions", "int4", row -> row.setbacks().interruptions()),
            new Written("losses", "int4", row -> row.setbacks().losses()),
            new Written("not_before", "timestamptz", row -> row.setbacks().notBefore()),
            new Written("avoid_worker", "text", row -> row.setbacks().avoidWorker()),
            new Written("finished_at", "timestamptz", ImageRow::finishedAt));

    /** What {@link #read} needs. */
    static final Columns READ =
            new Columns(COLUMNS.stream().map(Written::name).toList()).and("job_id", "created_at", "draft");

    private static final String UPDATE = update();

    private ImageRows() {}

    private record Written(String name, String type, Function<ImageRow, Object> value) {
        Sql.Column of(List<ImageRow> rows) {
            return Sql.Column.of(type, rows, row -> {
                Object plain = value.apply(row);
                return plain instanceof Optional<?> optional ? optional.orElse(null) : plain;
            });
        }
    }

    static ImageRow read(ResultSet row) throws SQLException {
        return new ImageRow(
                row.getObject("id", UUID.class),
                row.getObject("job_id", UUID.class),
                Sql.instant(row, "created_at"),
                row.getBoolean("draft"),
                Optional.ofNullable(Sql.instant(row, "started_at")),
                Rows.imageState(row),
                row.getInt("attempt"),
                row.getLong("epoch"),
                hold(row),
                Rows.progress(row),
                Rows.pivot(row),
                Optional.ofNullable(row.getString("partial_key")),
                Rows.result(row),
                Rows.failure(row),
                new Setbacks(
                        row.getInt("failures"),
                        row.getInt("interruptions"),
                        row.getInt("losses"),
                        Sql.instant(row, "not_before"),
                        Optional.ofNullable(row.getString("avoid_worker"))),
                Optional.ofNullable(Sql.instant(row, "finished_at")));
    }

    private static Optional<Hold> hold(ResultSet row) throws SQLException {
        Instant until = Sql.instant(row, "lease_until");
        return until == null
                ? Optional.empty()
                : Optional.of(new Hold(until, Optional.ofNullable(row.getString("worker")), row.getBoolean("begun")));
    }

    /** Writes rows that are locked. */
    static void write(Sql sql, List<ImageRow> rows) throws SQLException {
        List<Sql.Column> columns = new ArrayList<>();
        COLUMNS.forEach(each -> columns.add(each.of(rows)));
        sql.update(UPDATE, columns.toArray());
    }

    private static String update() {
        List<String> names = COLUMNS.stream().map(Written::name).toList();
        List<String> assignments = names.stream()
                .filter(name -> !name.equals("id"))
                .map(name -> name + " = n." + name)
                .toList();
        return "update himar.image i set " + String.join(", ", assignments) + " from unnest("
                + String.join(", ", names.stream().map(name -> "?").toList()) + ") as n ("
                + String.join(", ", names) + ") where i.id = n.id";
    }
}
