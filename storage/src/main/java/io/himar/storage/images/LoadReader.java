package io.himar.storage.images;

import io.himar.contracts.Stage;
import io.himar.storage.sql.Sql;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import javax.sql.DataSource;

/** Reads how busy the stages are, for whoever watches or scales the fleet. */
public final class LoadReader {
    private static final String LOAD = """
            select coalesce(sum(n) filter (where waits), 0) as waiting,
              coalesce(sum(cost) filter (where waits), 0) as work,
              (select coalesce(sum(refine_cost), 0) from himar.image
                where ? = 'REFINE' and state in ('QUEUED', 'PIVOTING') and not draft) as coming,
              coalesce(extract(epoch from ? - min(oldest) filter (where waits)), 0) as longest,
              coalesce(sum(n) filter (where not waits and not begun), 0) as handed_over,
              coalesce(sum(n) filter (where not waits and begun), 0) as running,
              (select count(*) from himar.worker where stage = ? and heard_at > ?)
                as workers,
              (select coalesce(sum(slots), 0) from himar.worker
                where stage = ? and heard_at > ?) as slots
            from (select lease_until is null as waits, begun, count(*) as n, sum(%s) as cost, min(created_at) as oldest
              from himar.image where state in (%s) group by 1, 2) as by_situation""";

    private final Transactions transactions;
    private final TimeSource time;
    private final Duration workerSilence;

    /** @param workerSilence a worker that was not heard of for so long does not count */
    public LoadReader(DataSource database, TimeSource time, Duration workerSilence) {
        this.transactions = new Transactions(database);
        this.time = time;
        this.workerSilence = workerSilence;
    }

    /** The load of each stage. */
    public Map<Stage, StageLoad> read() {
        return transactions.run("count images", sql -> {
            Map<Stage, StageLoad> loads = new EnumMap<>(Stage.class);
            loads.put(Stage.PIVOT, load(sql, Stage.PIVOT, "pivot_cost", "'QUEUED', 'PIVOTING'"));
            loads.put(Stage.REFINE, load(sql, Stage.REFINE, "refine_cost", "'REFINING'"));
            return loads;
        });
    }

    private StageLoad load(Sql sql, Stage stage, String cost, String states) throws SQLException {
        Instant now = time.now(sql);
        Instant heard = now.minus(workerSilence);
        return sql.first(LOAD.formatted(cost, states), LoadReader::load, stage, now, stage, heard, stage, heard)
                .orElse(StageLoad.NONE);
    }

    private static StageLoad load(ResultSet row) throws SQLException {
        return new StageLoad(
                row.getLong("waiting"),
                row.getDouble("work"),
                row.getDouble("coming"),
                Duration.ofMillis(Math.max(0, Math.round(1000 * row.getDouble("longest")))),
                row.getLong("handed_over"),
                row.getLong("running"),
                row.getLong("workers"),
                row.getLong("slots"));
    }
}
