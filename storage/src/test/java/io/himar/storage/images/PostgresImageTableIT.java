package io.himar.storage.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageState;
import io.himar.contracts.JobStatus;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.Admission;
import io.himar.storage.jobs.DeadlinesAsked;
import io.himar.storage.jobs.Demand;
import io.himar.storage.jobs.Due;
import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageChange;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.JobCancellation;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.Jobs;
import io.himar.storage.jobs.KeptPivot;
import io.himar.storage.jobs.NewJob;
import io.himar.storage.jobs.SettableClock;
import io.himar.storage.jobs.TestDatabase;
import io.himar.storage.jobs.TokensAt;
import io.himar.storage.sql.Sql;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What the scheduler reads and writes, on a real Postgres. */
class PostgresImageTableIT {
    private static final KeptPivot PIVOT =
            new KeptPivot(Optional.of("previews/a.png"), Optional.of("pivots/a.f16"), Optional.of(new TokensAt(3, 41)));
    private static final Pace PACE = new Pace(
            List.of(new CallTime("digits-pivot", 25, 0.04), new CallTime("digits-pivot", 100, 0.125)),
            Optional.of(Duration.ofMinutes(10)));
    private static final ImageResult RESULT = new ImageResult("results/a.png", 32, 32, 900);

    private static final Abilities ABLE = new Abilities(Set.of("digits"), Set.of("DDPM", "DPM_SOLVER_PP_2M"));

    private final DataSource database = TestDatabase.empty();
    private final SettableClock clock = new SettableClock();
    private final JobReader reader = new JobReader(database);
    private final ImageTables tables = new PostgresImageTables(database, TimeSource.of(clock));
    private final ImageLife life =
            new ImageLife(new RetryPolicy(2, 3, Duration.ofSeconds(1), Duration.ofSeconds(2)), () -> 0);

    @Test
    void an_image_goes_through_its_life_and_each_row_is_read_back_as_it_was_written() {
        UUID job = admit(1);
        ImageRow leased = apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        ImageRow begun = apply(
                leased, new Trigger.Begun(Stage.PIVOT, "pivot-1", Optional.of(new Image.Progress(2, 4)), until()));
        ImageRow pivoted = apply(begun, new Trigger.PivotCompleted(PIVOT));
        assertThat(pivoted.situation()).isEqualTo(Situation.WAITS_FOR_REFINE);
        ImageRow refining = apply(next(Stage.REFINE).image(), new Trigger.Leased("refine-1", until()));
        ImageRow done = apply(refining, new Trigger.Completed(RESULT));

        assertThat(reader.find(Demand.DEFAULT_TENANT, job)
                        .orElseThrow()
                        .images()
                        .get(0)
                        .result())
                .contains(RESULT);
        assertThat(done.attempt()).isEqualTo(1);
        assertThat(reader.changes(Demand.DEFAULT_TENANT, job, 0, 100).stream().map(ImageChange::state))
                .containsExactly(ImageState.QUEUED, ImageState.PIVOTING, ImageState.REFINING, ImageState.SUCCEEDED);
    }

    @Test
    void flows_and_their_next_images_are_found_in_the_order_of_turns() {
        admit(3);
        assertThat(listed(table -> table.flows(Stage.PIVOT))).hasSize(1);
        Flow flow = on(table -> table.flows(Stage.PIVOT)).get(0);
        List<Waiting> waiting = on(table -> table.lockNext(Stage.PIVOT, flow, ABLE, 2));
        assertThat(waiting).hasSize(2);
        assertThat(waiting.get(0).turnAt()).isBefore(waiting.get(1).turnAt());
        assertThat(waiting.get(0).pivot()).isEqualTo(Jobs.PIVOT);
        assertThat(listed(table -> table.flows(Stage.REFINE))).isEmpty();
    }

    @Test
    void images_that_no_worker_can_do_are_passed_over() {
        admit(2);
        Flow flow = on(table -> table.flows(Stage.PIVOT)).get(0);
        Abilities otherModel = new Abilities(Set.of("emoji"), ABLE.samplers());
        Abilities otherSampler = new Abilities(ABLE.models(), Set.of("FLOW"));
        assertThat(listed(table -> table.lockNext(Stage.PIVOT, flow, otherModel, 2)))
                .isEmpty();
        assertThat(listed(table -> table.lockNext(Stage.PIVOT, flow, otherSampler, 2)))
                .isEmpty();
        assertThat(listed(table -> table.lockNext(Stage.PIVOT, flow, ABLE, 2))).hasSize(2);
    }

    @Test
    void the_load_of_stage_2_tells_what_is_still_in_stage_1() {
        admit(3);
        ImageRow leased = apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        apply(leased, new Trigger.PivotCompleted(PIVOT));
        apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        Map<Stage, StageLoad> load = new LoadReader(database, TimeSource.of(clock), Duration.ofSeconds(5)).read();
        assertThat(load.get(Stage.PIVOT).waitingWork()).isEqualTo(1);
        assertThat(load.get(Stage.PIVOT).handedOver()).isEqualTo(1);
        assertThat(load.get(Stage.PIVOT).comingWork()).isZero();
        assertThat(load.get(Stage.REFINE).waitingWork()).isEqualTo(1);
        assertThat(load.get(Stage.REFINE).comingWork()).isEqualTo(2);
    }

    @Test
    void a_resting_image_is_not_next() {
        admit(1);
        ImageRow leased = apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        apply(
                leased,
                new Trigger.StageEnded(Stage.PIVOT, new Failure("x", "y"), FailureCause.WORK, true, Optional.empty()));
        Flow flow = on(table -> table.flows(Stage.PIVOT)).get(0);
        assertThat(listed(table -> table.lockNext(Stage.PIVOT, flow, ABLE, 2))).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(listed(table -> table.lockNext(Stage.PIVOT, flow, ABLE, 2)))
                .extracting(w -> w.image().setbacks().avoidWorker().orElseThrow())
                .containsExactly("pivot-1");
    }

    @Test
    void an_image_that_nobody_has_begun_is_overdue_by_the_deadline_to_start_and_is_not_next() {
        UUID job = admit(Jobs.due(3, within(10, 60)));
        ImageRow begun = apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        apply(begun, new Trigger.Begun(Stage.PIVOT, "pivot-1", Optional.empty(), until()));
        ImageRow handedOver = apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        clock.advance(Duration.ofSeconds(9));
        assertThat(overdue(clock.instant())).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        assertThat(waiting(Stage.PIVOT)).isEmpty();
        assertThat(overdue(clock.instant().minusSeconds(1)))
                .as("a worker may have reported what nobody has read")
                .extracting(each -> each.image().epoch())
                .containsExactly(0L);
        List<Overdue> overdue = overdue(clock.instant());
        assertThat(overdue)
                .hasSize(2)
                .extracting(Overdue::passed)
                .containsOnly(new Trigger.DeadlinePassed(Deadline.START, clock.instant()));
        assertThat(overdue).extracting(each -> each.image().id()).contains(handedOver.id());

        overdue.forEach(each -> apply(each.image(), each.passed()));
        noteDeadlinesCarriedOut();
        assertThat(overdue(clock.instant())).isEmpty();
        assertThat(nextDeadline(job)).contains(clock.instant().plusSeconds(50));
    }

    @Test
    void every_unfinished_image_is_overdue_by_the_deadline_to_finish() {
        UUID job = admit(Jobs.due(3, within(10, 60)));
        ImageRow done = apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        apply(done, new Trigger.Completed(RESULT));
        ImageRow running = apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        apply(running, new Trigger.Begun(Stage.PIVOT, "pivot-1", Optional.empty(), until()));
        ImageRow waits = apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        ImageRow begun = apply(waits, new Trigger.Begun(Stage.PIVOT, "pivot-1", Optional.empty(), until()));
        apply(begun, new Trigger.LeaseEnded());
        clock.advance(Duration.ofSeconds(30));
        assertThat(overdue(clock.instant())).isEmpty();
        assertThat(waiting(Stage.PIVOT)).hasSize(1);
        noteDeadlinesCarriedOut();
        clock.advance(Duration.ofSeconds(30));

        assertThat(waiting(Stage.PIVOT)).isEmpty();
        List<Overdue> overdue = overdue(clock.instant());
        assertThat(overdue)
                .extracting(Overdue::passed)
                .containsExactly(
                        new Trigger.DeadlinePassed(Deadline.FINISH, clock.instant()),
                        new Trigger.DeadlinePassed(Deadline.FINISH, clock.instant()));
        noteDeadlinesCarriedOut();
        assertThat(nextDeadline(job)).as("it is not done").isPresent();
        overdue.forEach(each -> apply(each.image(), each.passed()));
        noteDeadlinesCarriedOut();
        assertThat(nextDeadline(job)).isEmpty();
        assertThat(reader.find(Demand.DEFAULT_TENANT, job).orElseThrow().status())
                .isEqualTo(JobStatus.PARTIAL);
    }

    @Test
    void an_image_whose_cancellation_was_asked_for_is_cancelled_rather_than_expired() {
        UUID job = admit(Jobs.due(1, within(10, 60)));
        clock.advance(Duration.ofSeconds(60));
        new JobCancellation(database, TimeSource.of(clock)).request(Demand.DEFAULT_TENANT, job);
        assertThat(overdue(clock.instant())).isEmpty();
    }

    @Test
    void a_job_without_deadlines_is_never_overdue() {
        UUID job = admit(1);
        clock.advance(Duration.ofDays(1000));
        assertThat(overdue(clock.instant())).isEmpty();
        assertThat(waiting(Stage.PIVOT)).hasSize(1);
        assertThat(nextDeadline(job)).isEmpty();
    }

    @Test
    void an_announcement_renews_the_leases_that_the_worker_holds_and_no_other() {
        admit(2);
        ImageRow held = apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        ImageRow lost = apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        clock.advance(Duration.ofSeconds(8));
        Worker worker = new Worker("pivot-1", Stage.PIVOT, 4, Set.of("digits"), Set.of("DDPM"), "", PACE);
        on(table -> {
            table.heard(
                    List.of(new Heartbeat(worker, List.of(new Heartbeat.Held(held.id(), held.epoch())), false)),
                    until(),
                    until());
            return null;
        });
        clock.advance(Duration.ofSeconds(2));

        assertThat(listed(table -> table.lockWorkers(Stage.PIVOT, Duration.ofSeconds(5))))
                .containsExactly(worker);
        FleetReader fleet = new FleetReader(database, TimeSource.of(clock), Duration.ofSeconds(5));
        assertThat(fleet.read()).isEqualTo(new FleetReader.Fleet(clock.instant(), List.of(worker)));
        assertThat(listed(table -> table.occupancy()))
                .containsExactly(new Occupancy(Stage.PIVOT, "pivot-1", Demand.DEFAULT_TENANT, 2));
        assertThat(listed(table -> table.lockExpired(clock.instant(), 10)))
                .extracting(ImageRow::id)
                .containsExactly(lost.id());
    }

    @Test
    void what_a_worker_that_has_left_did_not_begin_is_free_at_once_and_what_it_began_is_not() {
        admit(3);
        ImageRow idle = apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        ImageRow begun = apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-1", until()));
        apply(begun, new Trigger.Begun(Stage.PIVOT, "pivot-1", Optional.empty(), until()));
        apply(next(Stage.PIVOT).image(), new Trigger.Leased("pivot-2", until()));
        Worker worker = new Worker("pivot-1", Stage.PIVOT, 0, Set.of(), Set.of(), "stopping", Pace.UNKNOWN);

        on(table -> {
            table.heard(List.of(new Heartbeat(worker, List.of(), true)), until(), until());
            return null;
        });

        assertThat(listed(table -> table.lockExpired(clock.instant(), 10)))
                .extracting(ImageRow::id)
                .containsExactly(idle.id());
    }

    @Test
    void shares_are_kept_and_unknown_tenants_have_weight_one() {
        on(table -> {
            table.saveShares(
                    Stage.PIVOT, List.of(new TenantShare("a", 1, java.util.OptionalInt.empty(), 0, 0).after(2, 5)));
            return null;
        });
        assertThat(listed(table -> table.shares(Stage.PIVOT, List.of("a", "b"))))
                .containsExactlyInAnyOrder(
                        new TenantShare("a", 1, java.util.OptionalInt.empty(), 2, 7),
                        new TenantShare("b", 1, java.util.OptionalInt.empty(), 0, 0));
    }

    @Test
    void reports_count_as_read_only_when_every_partition_was() {
        on(table -> {
            table.noteReportsRead(List.of("a-0", "a-1"), Duration.ofSeconds(1));
            return null;
        });
        assertThat(readUntil(List.of("a-0", "a-1"))).isEqualTo(clock.instant().minusSeconds(1));
        assertThat(readUntil(List.of("a-0", "a-1", "a-2"))).isEqualTo(Instant.EPOCH);
    }

    @Test
    void a_transaction_waits_for_the_disk_unless_it_tells_mere_progress() {
        admit(1);
        ImageRow waits = next(Stage.PIVOT).image();
        ImageRow leased = apply(waits, new Trigger.Leased("pivot-1", until()));
        ImageRow begun = apply(leased, new Trigger.Begun(Stage.PIVOT, "pivot-1", Optional.empty(), until()));
        ImageRow further = begun.withProgress(Optional.of(new Image.Progress(1, 4)));
        ImageRow ended = life.apply(begun, begun.epoch(), new Trigger.LeaseEnded(), clock.instant())
                .orElseThrow();
        Heartbeat alive = new Heartbeat(
                new Worker("pivot-1", Stage.PIVOT, 1, Set.of(), Set.of(), "", Pace.UNKNOWN), List.of(), false);

        assertThat(waitsForDisk(table -> save(table, begun, further))).isFalse();
        assertThat(waitsForDisk(table -> save(table, waits, leased))).isTrue();
        assertThat(waitsForDisk(table -> {
                    save(table, begun, further);
                    save(table, begun, ended);
                    table.heard(List.of(alive), until(), until());
                }))
                .isTrue();
        assertThat(waitsForDisk(table -> table.heard(List.of(alive), until(), until())))
                .isFalse();
    }

    /** The work is rolled back. */
    private boolean waitsForDisk(Step step) {
        return new Transactions(database).run("test", sql -> {
            step.on(new PostgresImageTable(sql, clock.instant()));
            String setting = sql.first("show synchronous_commit", row -> row.getString(1))
                    .orElseThrow();
            sql.update("rollback");
            return setting.equals("on");
        });
    }

    @FunctionalInterface
    private interface Step {
        void on(ImageTable table) throws SQLException;
    }

    private static void save(ImageTable table, ImageRow before, ImageRow after) throws SQLException {
        table.save(List.of(before), List.of(after));
    }

    private static DeadlinesAsked within(int start, int finish) {
        return new DeadlinesAsked(
                Optional.of(new Due.Within(Duration.ofSeconds(start))),
                Optional.of(new Due.Within(Duration.ofSeconds(finish))));
    }

    private List<Overdue> overdue(Instant read) {
        return listed(table -> table.lockOverdue(read, 10));
    }

    private List<Waiting> waiting(Stage stage) {
        return listed(table -> table.lockNext(stage, table.flows(stage).get(0), ABLE, 10));
    }

    private void noteDeadlinesCarriedOut() {
        on(table -> {
            table.noteDeadlinesCarriedOut();
            return null;
        });
    }

    private Optional<Instant> nextDeadline(UUID job) {
        return new Transactions(database)
                .run(
                        "test",
                        sql -> sql.first(
                                        "select next_deadline from himar.job where id = ?",
                                        row -> Optional.ofNullable(Sql.instant(row, "next_deadline")),
                                        job)
                                .orElseThrow());
    }

    private UUID admit(int count) {
        return admit(Jobs.of(count));
    }

    private UUID admit(NewJob job) {
        return ((Admission.Accepted) new JobAdmission(database, TimeSource.of(clock)).admit(job))
                .job()
                .id();
    }

    private Waiting next(Stage stage) {
        return on(table ->
                table.lockNext(stage, table.flows(stage).get(0), ABLE, 1).get(0));
    }

    private ImageRow apply(ImageRow image, Trigger trigger) {
        ImageRow after =
                life.apply(image, image.epoch(), trigger, clock.instant()).orElseThrow();
        ImageRow read = on(table -> {
            table.lock(List.of(image.id()));
            table.save(List.of(image), List.of(after));
            return table.lock(List.of(image.id())).get(0);
        });
        assertThat(read).isEqualTo(after);
        return read;
    }

    private Instant until() {
        return clock.instant().plusSeconds(10);
    }

    private Instant readUntil(List<String> partitions) {
        return on(table -> table.reportsReadUntil(partitions));
    }

    private <T> List<T> listed(ImageTables.Work<List<T>> work) {
        return on(work);
    }

    private <T> T on(ImageTables.Work<T> work) {
        return tables.transaction("test", work);
    }
}
