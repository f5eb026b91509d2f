package io.himar.storage.images;

import io.himar.contracts.Stage;
import io.himar.storage.sql.Columns;
import io.himar.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How what workers say of themselves is read and written. */
final class WorkerRows {
    static final Columns COLUMNS = Columns.of("id", "stage", "slots", "models", "samplers", "reason")
            .and("call_graphs", "call_steps", "call_seconds", "longest_call_seconds");

    private static final double NANOS = 1e9;

    private static final String HEARD = """
            insert into himar.worker (id, stage, slots, models, samplers, reason, heard_at,
              call_graphs, call_steps, call_seconds, longest_call_seconds)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update
            set slots = excluded.slots, models = excluded.models, samplers = excluded.samplers,
              reason = excluded.reason, heard_at = excluded.heard_at, call_graphs = excluded.call_graphs,
              call_steps = excluded.call_steps, call_seconds = excluded.call_seconds,
              longest_call_seconds = excluded.longest_call_seconds""";

    private WorkerRows() {}

    static void write(Sql sql, Worker worker, Instant heardAt) throws SQLException {
        List<CallTime> calls = worker.pace().calls();
        sql.update(
                HEARD,
                worker.id(),
                worker.stage(),
                worker.slots(),
                worker.models().toArray(String[]::new),
                worker.samplers().toArray(String[]::new),
                worker.reason(),
                heardAt,
                Sql.Column.of("text", calls, CallTime::graph),
                Sql.Column.of("int4", calls, CallTime::steps),
                Sql.Column.of("float8", calls, CallTime::seconds),
                worker.pace()
                        .longestCall()
                        .map(longest -> longest.toNanos() / NANOS)
                        .orElse(null));
    }

    static Worker read(ResultSet row) throws SQLException {
        return new Worker(
                row.getString("id"),
                Stage.valueOf(row.getString("stage")),
                row.getInt("slots"),
                Set.copyOf(Arrays.asList(texts(row, "models"))),
                Set.copyOf(Arrays.asList(texts(row, "samplers"))),
                row.getString("reason"),
                pace(row));
    }

    private static Pace pace(ResultSet row) throws SQLException {
        String[] graphs = texts(row, "call_graphs");
        Integer[] steps = (Integer[]) row.getArray("call_steps").getArray();
        Double[] seconds = (Double[]) row.getArray("call_seconds").getArray();
        List<CallTime> calls = new ArrayList<>();
        for (int i = 0; i < graphs.length; i++) {
            calls.add(new CallTime(graphs[i], steps[i], seconds[i]));
        }
        return new Pace(
                calls,
                Optional.ofNullable(row.getObject("longest_call_seconds", Double.class))
                        .map(longest -> Duration.ofNanos((long) (longest * NANOS))));
    }

    private static String[] texts(ResultSet row, String column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }
}
