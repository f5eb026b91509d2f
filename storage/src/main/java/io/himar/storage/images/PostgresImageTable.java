package io.himar.storage.images;

import io.himar.contracts.Stage;
import io.himar.storage.jobs.EventJournal;
import io.himar.storage.jobs.Priority;
import io.himar.storage.jobs.Rows;
import io.himar.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** The images within one transaction of Postgres. */
final class PostgresImageTable implements ImageTable {
    private static final String EXPIRED = """
            select * from himar.image
            where (state = 'PIVOTING' and lease_until <= ?) or (state = 'REFINING' and lease_until <= ?)
            order by lease_until limit ? for update skip locked""";

    private static final String CANCEL_REQUESTED = """
            select i.* from himar.image i join himar.job j on j.id = i.job_id
            where j.cancel_requested_at is not null and not j.cancel_carried_out
              and i.state in ('QUEUED', 'PIVOTING', 'REFINING')
            limit ? for update of i skip locked""";

    private static final String IMAGE_CANCEL_REQUESTED = """
            select * from himar.image
            where cancel_requested_at is not null and state in ('QUEUED', 'PIVOTING', 'REFINING')
            limit ? for update skip locked""";

    // A job whose row is held by someone else is left for the next time, rather than waited for.
    private static final String CARRIED_OUT = """
            update himar.job set cancel_carried_out = true where id in (
              select j.id from himar.job j
              where j.cancel_requested_at is not null and not j.cancel_carried_out
                and not exists (select 1 from himar.image i
                  where i.job_id = j.id and i.state in ('QUEUED', 'PIVOTING', 'REFINING'))
              for no key update skip locked)""";

    // Before it is leased for the first time nobody can have reported on an image.
    private static final String OVERDUE = """
            select i.*, j.start_by, j.finish_by from himar.image i join himar.job j on j.id = i.job_id
            where j.next_deadline <= ? and j.cancel_requested_at is null
              and i.state in ('QUEUED', 'PIVOTING', 'REFINING')
              and (j.finish_by <= case i.epoch when 0 then ? else ? end
                or (i.started_at is null and j.start_by <= case i.epoch when 0 then ? else ? end))
            limit ? for update of i skip locked""";

    private static final String DEADLINES_CARRIED_OUT = """
            update himar.job set next_deadline = case when finish_by > next_deadline then finish_by end
            where id in (
              select j.id from himar.job j
              where j.next_deadline <= ? and not exists (select 1 from himar.image i
                where i.job_id = j.id and i.state in ('QUEUED', 'PIVOTING', 'REFINING')
                  and (i.started_at is null or j.finish_by <= j.next_deadline))
              for no key update skip locked)""";

    // Hops from flow to flow through the index, whatever stands in each.
    private static final String FLOWS = """
            with recursive flow as (
              (select tenant, priority from himar.image where %1$s order by tenant, priority limit 1)
              union all
              select n.tenant, n.priority from flow cross join lateral (
                select i.tenant, i.priority from himar.image i
                where %1$s and (i.tenant, i.priority) > (flow.tenant, flow.priority)
                order by i.tenant, i.priority limit 1) n)
            select tenant, priority from flow""";

    private static final String NEXT = """
            select i.*, j.model, j.class_id,
              j.pivot_steps, j.pivot_guidance, j.pivot_guidance_schedule, j.pivot_sampler, j.pivot_denoising_steps,
              j.pivot_temperature, j.refine_steps, j.refine_guidance, j.refine_guidance_schedule, j.refine_sampler,
              j.refine_denoising_steps, j.refine_temperature,
              j.pivot_last_denoising_steps, j.pivot_unguided_below, j.pivot_token_order,
              j.refine_last_denoising_steps, j.refine_unguided_below, j.refine_token_order
            from himar.image i join himar.job j on j.id = i.job_id
            where %s and i.lease_until is null and i.tenant = ? and i.priority = ? and i.not_before <= ?
              and j.cancel_requested_at is null and i.cancel_requested_at is null
              and coalesce(j.finish_by > ?, true)
              and (i.started_at is not null or coalesce(j.start_by > ?, true))
              and j.model = any (?) and j.%s = any (?)
            order by i.turn_at, i.id limit ? for update of i skip locked""";

    /** The index of drafts that wait has the same condition. */
    private static final String DRAFT_WAITS = "state = 'QUEUED' and draft";

    private static final String WORKERS = """
            select * from himar.worker where stage = ? and heard_at > ? and slots > 0
            order by id for update skip locked""";

    private static final String OCCUPANCY = """
            select case state when 'PIVOTING' then 'PIVOT' else 'REFINE' end as stage, coalesce(worker, '') as worker,
              tenant, count(*) as images
            from himar.image where state in ('PIVOTING', 'REFINING') and lease_until is not null group by 1, 2, 3""";

    private static final String SHARES = """
            select n.name, coalesce(t.weight, 1) as weight, t.most_in_flight,
              coalesce(s.started, 0) as started, coalesce(s.ended, 0) as ended
            from (select tenant as name from himar.tenant_share where stage = ? union select unnest(?)) n
            left join himar.tenant t on t.name = n.name
            left join himar.tenant_share s on s.tenant = n.name and s.stage = ?""";

    private static final String SAVE_SHARES = """
            insert into himar.tenant_share (tenant, stage, started, ended)
            select tenant, ?, started, ended from unnest(?, ?, ?) as s (tenant, started, ended) order by tenant
            on conflict (tenant, stage) do update
            set started = greatest(tenant_share.started, excluded.started),
              ended = greatest(tenant_share.ended, excluded.ended)""";

    // What somebody else has locked is being reported on, and renewed by that or the next time.
    private static final String RENEW = """
            update himar.image set lease_until = ? where id in (
              select i.id from himar.image i join unnest(?, ?) as h (id, epoch) on h.id = i.id and h.epoch = i.epoch
              where i.lease_until < ? for update of i skip locked)""";

    // Whoever gives a worker something holds its row meanwhile, and the worker's row is written before: all is seen
    // here.
    private static final String LEAVE = """
            update himar.image set lease_until = ? where id in (
              select id from himar.image
              where state in ('PIVOTING', 'REFINING') and lease_until > ? and worker = any (?) and not begun
              for update skip locked)""";

    // In the order of the key, so that no two schedulers wait in a circle.
    private static final String COUNT = """
            insert into himar.usage_day (tenant, day, model, stage, images, seconds)
            select i.tenant, (? at time zone 'UTC')::date, j.model, u.stage, count(*), sum(u.seconds)
            from unnest(?, ?, ?) as u (id, stage, seconds)
              join himar.image i on i.id = u.id join himar.job j on j.id = i.job_id
            group by 1, 2, 3, 4 order by 1, 2, 3, 4
            on conflict (tenant, day, model, stage) do update
            set images = usage_day.images + excluded.images, seconds = usage_day.seconds + excluded.seconds""";

    private static final String PACE = """
            insert into himar.stage_pace (model, stage, day, work, seconds)
            select j.model, u.stage, (? at time zone 'UTC')::date,
              sum(case u.stage when 'PIVOT' then i.pivot_cost else i.refine_cost end), sum(u.seconds)
            from unnest(?, ?, ?) as u (id, stage, seconds)
              join himar.image i on i.id = u.id join himar.job j on j.id = i.job_id
            where u.seconds > 0 group by 1, 2, 3 order by 1, 2, 3
            on conflict (model, stage, day) do update
            set work = stage_pace.work + excluded.work, seconds = stage_pace.seconds + excluded.seconds""";

    private static final String READ = """
            insert into himar.report_partition (name, heard_at) select name, ? from unnest(?) as p (name) order by name
            on conflict (name) do update set heard_at = excluded.heard_at""";

    private static final double NANOS = 1e9;

    private final Sql sql;
    private final Instant now;
    private boolean mustLast;

    PostgresImageTable(Sql sql, Instant now) {
        this.sql = sql;
        this.now = now;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public List<ImageRow> lock(Collection<UUID> images) throws SQLException {
        return sql.list("select * from himar.image where id = any (?) order by id for update", ImageRows::read, (Object)
                images.toArray(UUID[]::new));
    }

    @Override
    public List<ImageRow> lockExpired(Instant by, int most) throws SQLException {
        return sql.list(EXPIRED, ImageRows::read, by, by, most);
    }

    @Override
    public List<ImageRow> lockCancelRequested(int most) throws SQLException {
        Map<UUID, ImageRow> requested = new LinkedHashMap<>();
        sql.list(CANCEL_REQUESTED, ImageRows::read, most).forEach(image -> requested.put(image.id(), image));
        if (requested.size() < most) {
            sql.list(IMAGE_CANCEL_REQUESTED, ImageRows::read, most - requested.size())
                    .forEach(image -> requested.put(image.id(), image));
        }
        return List.copyOf(requested.values());
    }

    @Override
    public List<Overdue> lockOverdue(Instant read, int most) throws SQLException {
        return sql.list(OVERDUE, this::overdue, now, now, read, now, read, most);
    }

    private Overdue overdue(ResultSet row) throws SQLException {
        ImageRow image = ImageRows.read(row);
        Instant startBy = Sql.instant(row, "start_by");
        boolean start = image.startedAt().isEmpty() && startBy != null && !startBy.isAfter(now);
        return new Overdue(
                image,
                start
                        ? new Trigger.DeadlinePassed(Deadline.START, startBy)
                        : new Trigger.DeadlinePassed(Deadline.FINISH, Sql.instant(row, "finish_by")));
    }

    @Override
    public void noteDeadlinesCarriedOut() throws SQLException {
        sql.update(DEADLINES_CARRIED_OUT, now);
    }

    @Override
    public Set<UUID> lockJobs(Collection<UUID> jobs) throws SQLException {
        Set<UUID> cancelled = new HashSet<>();
        sql
                .list(
                        "select id, cancel_requested_at is not null as asked from himar.job where id = any (?)"
                                + " order by id for no key update",
                        row -> row.getBoolean("asked") ? row.getObject("id", UUID.class) : null,
                        (Object) jobs.toArray(UUID[]::new))
                .stream()
                .filter(Objects::nonNull)
                .forEach(cancelled::add);
        return cancelled;
    }

    @Override
    public Set<UUID> cancelRequested(Collection<UUID> images) throws SQLException {
        return Set.copyOf(sql.list(
                "select id from himar.image where id = any (?) and cancel_requested_at is not null",
                row -> row.getObject(1, UUID.class),
                (Object) images.toArray(UUID[]::new)));
    }

    @Override
    public void noteCancellationsCarriedOut() throws SQLException {
        sql.update(CARRIED_OUT);
    }

    @Override
    public List<Flow> flows(Stage stage) throws SQLException {
        return flows(waits(stage));
    }

    @Override
    public List<Flow> draftFlows() throws SQLException {
        return flows(DRAFT_WAITS);
    }

    private List<Flow> flows(String waits) throws SQLException {
        return sql.list(
                FLOWS.formatted(waits), row -> new Flow(row.getString("tenant"), Priority.of(row.getInt("priority"))));
    }

    @Override
    public List<Waiting> lockNext(Stage stage, Flow flow, Abilities able, int most) throws SQLException {
        return lockNext(stage, waits(stage), flow, able, most);
    }

    @Override
    public List<Waiting> lockNextDrafts(Flow flow, Abilities able, int most) throws SQLException {
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
                row.getInt("class_id"),
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

    @Override
    public List<Worker> lockWorkers(Stage stage, Duration heardWithin) throws SQLException {
        return sql.list(WORKERS, WorkerRows::read, stage, now.minus(heardWithin));
    }

    @Override
    public List<Occupancy> occupancy() throws SQLException {
        return sql.list(
                OCCUPANCY,
                row -> new Occupancy(
                        Stage.valueOf(row.getString("stage")),
                        row.getString("worker"),
                        row.getString("tenant"),
                        row.getInt("images")));
    }

    @Override
    public int waitingForRefine() throws SQLException {
        return sql.first(
                        "select count(*) from himar.image where state = 'REFINING' and worker is null",
                        row -> row.getInt(1))
                .orElseThrow();
    }

    @Override
    public List<TenantShare> shares(Stage stage, Collection<String> tenants) throws SQLException {
        return sql.list(SHARES, PostgresImageTable::share, stage, tenants.toArray(String[]::new), stage);
    }

    private static TenantShare share(ResultSet row) throws SQLException {
        Integer most = row.getObject("most_in_flight", Integer.class);
        return new TenantShare(
                row.getString("name"),
                row.getDouble("weight"),
                most == null ? OptionalInt.empty() : OptionalInt.of(most),
                row.getDouble("started"),
                row.getDouble("ended"));
    }

    @Override
    public void saveShares(Stage stage, Collection<TenantShare> shares) throws SQLException {
        List<TenantShare> all = List.copyOf(shares);
        sql.update(
                SAVE_SHARES,
                stage,
                Sql.Column.of("text", all, TenantShare::tenant),
                Sql.Column.of("float8", all, TenantShare::started),
                Sql.Column.of("float8", all, TenantShare::ended));
    }

    @Override
    public void save(List<ImageRow> before, List<ImageRow> after) throws SQLException {
        List<ImageRow> changed = new ArrayList<>();
        List<UUID> told = new ArrayList<>();
        boolean lasts = false;
        for (int i = 0; i < after.size(); i++) {
            if (!after.get(i).equals(before.get(i))) {
                changed.add(after.get(i));
                lasts |= !isMereProgress(before.get(i), after.get(i));
                if (isNews(before.get(i), after.get(i))) {
                    told.add(after.get(i).id());
                }
            }
        }
        if (changed.isEmpty()) {
            return;
        }
        if (lasts) {
            mustLast();
        } else {
            mayBeLost();
        }
        ImageRows.write(sql, changed);
        EventJournal.append(sql, now, told);
    }

    /** Once the transaction is committed it survives a crash. */
    private void mustLast() throws SQLException {
        mustLast = true;
        sql.update("set local synchronous_commit to default");
    }

    /** It is told again soon, so the transaction need not wait for the disk if nothing else is in it. */
    private void mayBeLost() throws SQLException {
        if (!mustLast) {
            sql.update("set local synchronous_commit = off");
        }
    }

    /** No lease is new or has ended. If a lease were lost that a worker has, its epoch would be given twice. */
    private static boolean isMereProgress(ImageRow before, ImageRow after) {
        return before.situation() == after.situation()
                && before.epoch() == after.epoch()
                && before.startedAt().equals(after.startedAt())
                && before.setbacks().equals(after.setbacks())
                && before.pivot().equals(after.pivot());
    }

    private static boolean isNews(ImageRow before, ImageRow after) {
        return before.state() != after.state()
                || before.attempt() != after.attempt()
                || !before.failure().equals(after.failure())
                || !before.pivot().previewKey().equals(after.pivot().previewKey());
    }

    @Override
    public void heard(List<Heartbeat> heartbeats, Instant until, Instant unless) throws SQLException {
        for (Heartbeat heartbeat : heartbeats) {
            WorkerRows.write(sql, heartbeat.worker(), now);
        }
        List<Heartbeat.Held> held =
                heartbeats.stream().flatMap(each -> each.held().stream()).toList();
        if (!held.isEmpty()) {
            sql.update(
                    RENEW,
                    until,
                    Sql.Column.of("uuid", held, Heartbeat.Held::image),
                    Sql.Column.of("int8", held, Heartbeat.Held::epoch),
                    unless);
        }
        String[] left = heartbeats.stream()
                .filter(Heartbeat::left)
                .map(each -> each.worker().id())
                .toArray(String[]::new);
        if (left.length > 0) {
            sql.update(LEAVE, now, now, left);
        }
        mayBeLost();
    }

    @Override
    public void forgetWorkers(Duration silentFor) throws SQLException {
        sql.update("delete from himar.worker where heard_at < ?", now.minus(silentFor));
    }

    @Override
    public void count(List<StageUse> uses) throws SQLException {
        if (!uses.isEmpty()) {
            Sql.Column images = Sql.Column.of("uuid", uses, StageUse::image);
            Sql.Column stages = Sql.Column.of("text", uses, use -> use.stage().name());
            Sql.Column seconds = Sql.Column.of("float8", uses, use -> use.time().toNanos() / NANOS);
            sql.update(COUNT, now, images, stages, seconds);
            sql.update(PACE, now, images, stages, seconds);
        }
    }

    @Override
    public void noteReportsRead(Collection<String> partitions, Duration ago) throws SQLException {
        sql.update(READ, now.minus(ago), Sql.Column.of("text", List.copyOf(partitions), name -> name));
    }

    @Override
    public Instant reportsReadUntil(Collection<String> partitions) throws SQLException {
        record Read(int known, Instant until) {}
        Read read = sql.first(
                        "select count(*), min(heard_at) as until from himar.report_partition where name = any (?)",
                        row -> new Read(row.getInt(1), Sql.instant(row, "until")),
                        (Object) partitions.toArray(String[]::new))
                .orElseThrow();
        return read.known() < partitions.size() || read.known() == 0 ? Instant.EPOCH : read.until();
    }
}
