package io.himar.storage.images;

import io.himar.contracts.Stage;
import io.himar.storage.jobs.Priority;
import io.himar.storage.jobs.Rows;
import io.himar.storage.sql.Columns;
import io.himar.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The images that wait for a stage, each in its flow, within one transaction of Postgres. */
final class QueuedImages {
    /** All flows, of what a condition names: hops from one to the next through the index, whatever stands in each. */
    static final String WITH_FLOWS = """
            with recursive flow as (
              (select tenant, priority from himar.image where %1$s order by tenant, priority limit 1)
              union all
              select n.tenant, n.priority from flow cross join lateral (
                select i.tenant, i.priority from himar.image i
                where %1$s and (i.tenant, i.priority) > (flow.tenant, flow.priority)
                order by i.tenant, i.priority limit 1) n)
            """;

    private static final String FLOWS = WITH_FLOWS + "select tenant, priority from flow";

    private static final Columns OF_IMAGE = ImageRows.READ.and(
            "tenant",
            "priority",
            "pivot_cost",
            "refine_cost",
            "turn_at",
            "seed",
            "pivot_seed",
            "source_pivot",
            "pivot_kept_seconds");

    private static final Columns OF_JOB = Columns.of("model").and(Rows.MOTIF).and(Rows.SETTINGS);

    private static final String NEXT = """
            select %s, %s
            from himar.image i join himar.job j on j.id = i.job_id
            where %%s and i.lease_until is null and i.tenant = ? and i.priority = ? and i.not_before <= ?
              and j.cancel_requested_at is null and i.cancel_requested_at is null
              and coalesce(j.finish_by > ?, true)
              and (i.started_at is not null or coalesce(j.start_by > ?, true))
              and j.model = any (?) and j.%%s = any (?)
            order by i.turn_at, i.id limit ? for update of i skip locked""".formatted(OF_IMAGE.in("i"), OF_JOB.in("j"));

    /** The index of drafts that wait has the same condition. */
    private static final String DRAFT_WAITS = "state = 'QUEUED' and draft";

    private final Sql sql;
    private final Instant now;

    QueuedImages(Sql sql, Instant now) {
        this.sql = sql;
        this.now = now;
    }

    List<Flow> flows(Stage stage) throws SQLException {
        return flows(waits(stage));
    }

    List<Flow> draftFlows() throws SQLException {
        return flows(DRAFT_WAITS);
    }

    private List<Flow> flows(String waits) throws SQLException {
        return sql.list(
                FLOWS.formatted(waits), row -> new Flow(row.getString("tenant"), Priority.of(row.getInt("priority"))));
    }

    List<Waiting> lockNext(Stage stage, Flow flow, Abilities able, int most) throws SQLException {
        return lockNext(stage, waits(stage), flow, able, most);
    }

    List<Waiting> lockNextDrafts(Flow flow, Abilities able, int most) throws SQLException {
        return lockNext(Stage.PIVOT, DRAFT_WAITS, flow, able, most);
    }

    private List<Waiting> lockNext(Stage stage, String waits, Flow flow, Abilities able, int most) throws SQLException {
        return sql
                .list(
                        NEXT.formatted(waits, stage == Stage.PIVOT ? "pivot_sampler" : "refine_sampler"),
                        row -> waiting(row, stage),
                        flow.tenant(),
                        flow.priority().rank(),
                        now,
                        now,
                        now,
                        able.models().toArray(String[]::new),
                        able.samplers().toArray(String[]::new),
                        most)
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }

    /** The index of those that wait for a stage has the same condition. */
    private static String waits(Stage stage) {
        return stage == Stage.PIVOT ? "state = 'QUEUED'" : "state = 'REFINING' and worker is null";
    }

    private static Waiting waiting(ResultSet row, Stage stage) throws SQLException {
        return new Waiting(
                ImageRows.read(row),
                row.getString("tenant"),
                Priority.of(row.getInt("priority")),
                row.getFloat(stage == Stage.PIVOT ? "pivot_cost" : "refine_cost"),
                Sql.instant(row, "turn_at"),
                row.getString("model"),
                Rows.motif(row),
                seed(row, stage),
                row.getString("source_pivot") != null || row.getObject("pivot_kept_seconds") != null,
                Rows.settings(row, "pivot_"),
                Rows.settings(row, "refine_"));
    }

    /** Stage 1 of an image that began with another one's pivot draws that one again. */
    private static long seed(ResultSet row, Stage stage) throws SQLException {
        long ofPivot = row.getLong("pivot_seed");
        return stage == Stage.PIVOT && !row.wasNull() ? ofPivot : row.getLong("seed");
    }
}
