package io.himar.storage.pivots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageState;
import io.himar.contracts.Sampler;
import io.himar.contracts.Stage;
import io.himar.storage.images.Abilities;
import io.himar.storage.images.BacklogReader;
import io.himar.storage.images.Flow;
import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.PostgresImageTables;
import io.himar.storage.images.QueueReader;
import io.himar.storage.images.QueueReader.Queue;
import io.himar.storage.images.QueueReader.Queued;
import io.himar.storage.images.RetryPolicy;
import io.himar.storage.images.Trigger;
import io.himar.storage.images.Waiting;
import io.himar.storage.jobs.Admission;
import io.himar.storage.jobs.Demand;
import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.JobFilter;
import io.himar.storage.jobs.JobFilter.Standing;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.Jobs;
import io.himar.storage.jobs.KeptPivot;
import io.himar.storage.jobs.Motif;
import io.himar.storage.jobs.NewJob;
import io.himar.storage.jobs.PivotPolicy;
import io.himar.storage.jobs.Priority;
import io.himar.storage.jobs.SourcePivot;
import io.himar.storage.jobs.TestDatabase;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PivotsIT {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final PivotPolicy DRAFT = new PivotPolicy(true, Optional.of(WEEK));
    private static final Abilities ABLE =
            new Abilities(Set.of("digits"), Set.of(Sampler.DDPM.name(), Sampler.DPM_SOLVER_PP_2M.name()));
    private static final Flow FLOW = new Flow(Demand.DEFAULT_TENANT, Priority.NORMAL);

    private final DataSource database = TestDatabase.empty();
    private final Transactions transactions = new Transactions(database);
    private final PostgresImageTables tables = new PostgresImageTables(database, TimeSource.database());
    private final ImageLife life = new ImageLife(new RetryPolicy(3, 3, Duration.ZERO, Duration.ZERO), () -> 0);
    private final JobAdmission admission = new JobAdmission(database, TimeSource.database());
    private final JobReader jobs = new JobReader(database);
    private final PivotReader pivots = new PivotReader(database);
    private final PivotDeletion deletion = new PivotDeletion(database);

    @Test
    void a_draft_succeeds_with_a_pivot_that_says_what_it_was_drawn_with_and_until_when_it_is_kept() {
        Job job = admitted(DRAFT, List.of(), 5);
        assertThat(pivots.find(Demand.DEFAULT_TENANT, job.images().get(0).id())).isEmpty();

        drawPivots();

        Image image = jobs.find(Demand.DEFAULT_TENANT, job.id())
                .orElseThrow()
                .images()
                .get(0);
        assertThat(image.state()).isEqualTo(ImageState.SUCCEEDED);
        assertThat(image.result()).isEmpty();
        Pivot pivot = pivots.find(Demand.DEFAULT_TENANT, image.id()).orElseThrow();
        assertThat(pivot)
                .isEqualTo(new Pivot(
                        image.id(),
                        job.id(),
                        0,
                        "digits",
                        new Motif.OfClass(7, "seven"),
                        5,
                        Jobs.PIVOT,
                        Jobs.REFINE,
                        key(image.id()),
                        Optional.of("preview"),
                        image.finishedAt().orElseThrow(),
                        image.finishedAt().orElseThrow().plus(WEEK)));
        assertThat(image.pivotKeptUntil()).contains(pivot.expiresAt());
    }

    @Test
    void an_image_whose_pivot_is_to_be_kept_has_a_picture_and_a_pivot() {
        Job job = admitted(new PivotPolicy(false, Optional.of(WEEK)), List.of(), 5);
        drawPivots();
        assertThat(pivots.find(Demand.DEFAULT_TENANT, job.images().get(0).id())).isEmpty();
        refine();

        Image image = jobs.find(Demand.DEFAULT_TENANT, job.id())
                .orElseThrow()
                .images()
                .get(0);
        assertThat(image.result()).isPresent();
        assertThat(pivots.find(Demand.DEFAULT_TENANT, image.id())).isPresent();
    }

    @Test
    void an_image_that_nobody_asked_to_keep_the_pivot_of_leaves_none() {
        Job job = admitted(PivotPolicy.USED_UP, List.of(), 5);
        drawPivots();
        refine();

        assertThat(pivots.find(Demand.DEFAULT_TENANT, job.images().get(0).id())).isEmpty();
    }

    @Test
    void what_begins_with_a_pivot_waits_for_stage_2_and_is_queued_until_a_worker_has_it() {
        Pivot pivot = draft(5);
        Job job = admitted(PivotPolicy.USED_UP, List.of(pivot.source(), pivot.source()), 8, 9);
        assertThat(job.images()).allSatisfy(image -> {
            assertThat(image.waitsToBegin()).isTrue();
            assertThat(image.sourcePivot()).contains(pivot.id());
            assertThat(image.previewKey()).isEqualTo(pivot.previewKey());
        });
        assertThat(standing(Standing.QUEUED)).containsExactly(job.id());

        List<Waiting> waiting = lease(Stage.REFINE);

        assertThat(waiting).extracting(Waiting::seed).containsExactly(8L, 9L);
        assertThat(waiting).allSatisfy(each -> assertThat(each.pivotKept()).isTrue());
        assertThat(standing(Standing.RUNNING)).containsExactly(job.id());
        assertThat(jobs.find(Demand.DEFAULT_TENANT, job.id()).orElseThrow().startedAt())
                .isPresent();
        assertThat(jobs.times(Demand.DEFAULT_TENANT, job.id()))
                .allSatisfy((id, times) -> assertThat(times.startedAt()).isPresent());
    }

    @Test
    void what_begins_with_a_pivot_has_its_place_among_all_that_wait_for_stage_2() {
        Pivot pivot = draft(5);
        Job whole = admitted(PivotPolicy.USED_UP, List.of(), 1);
        Job refined = admitted(PivotPolicy.USED_UP, List.of(pivot.source(), pivot.source()), 8, 9);
        QueueReader queue = new QueueReader(database, TimeSource.database());
        BacklogReader backlog = new BacklogReader(database, TimeSource.database());
        assertThat(backlog.read(10).images()).isEqualTo(3);
        assertThat(backlog.read(1).images()).isGreaterThan(1);

        drawPivots();

        List<Queue> queues = queue.read();
        assertThat(queues.get(0).jobs()).isEmpty();
        // The one that goes on with stage 2 is before it, and has begun.
        assertThat(queues.get(1).jobs())
                .containsExactly(
                        new Queued(whole.id(), Demand.DEFAULT_TENANT, Priority.NORMAL, 0, 1),
                        new Queued(refined.id(), Demand.DEFAULT_TENANT, Priority.NORMAL, 2, 2));
        assertThat(backlog.read(10).images()).isEqualTo(2);
        assertThat(queues.get(1).begunPerSecond()).isZero();

        apply(whole, new Trigger.Leased("worker", Instant.now().plusSeconds(60)));
        apply(whole, new Trigger.Completed(new ImageResult("results/any", 1, 1, 1)));
        assertThat(queue.read().get(1).jobs())
                .containsExactly(new Queued(refined.id(), Demand.DEFAULT_TENANT, Priority.NORMAL, 1, 2));
        assertThat(queue.read().get(1).begunPerSecond()).isPositive();
    }

    @Test
    void where_the_pivot_is_gone_it_is_drawn_again_from_its_own_seed_and_refined_with_that_of_the_image() {
        Pivot pivot = draft(5);
        Job job = admitted(PivotPolicy.USED_UP, List.of(pivot.source()), 8);
        lease(Stage.REFINE);
        Failure gone = new Failure("pivot_lost", "no such object");
        apply(job, new Trigger.StageEnded(Stage.REFINE, gone, FailureCause.PIVOT_LOST, true, Optional.empty()));

        List<Waiting> stage1 = lease(Stage.PIVOT);
        assertThat(stage1).extracting(Waiting::seed).containsExactly(5L);
        apply(job, new Trigger.PivotCompleted(pivot(stage1.get(0).image())));
        assertThat(lease(Stage.REFINE)).extracting(Waiting::seed).containsExactly(8L);
    }

    @Test
    void pivots_are_listed_page_by_page_the_youngest_first() {
        List<UUID> drawn = new ArrayList<>();
        for (int seed = 0; seed < 5; seed++) {
            drawn.add(0, draft(seed).id());
        }
        List<UUID> listed = new ArrayList<>();
        Optional<UUID> behind = Optional.empty();
        do {
            PivotPage page = pivots.page(Demand.DEFAULT_TENANT, Optional.of("digits"), 2, behind);
            page.pivots().forEach(each -> listed.add(each.id()));
            behind = page.next();
        } while (behind.isPresent());

        assertThat(listed).isEqualTo(drawn);
        assertThat(pivots.page(Demand.DEFAULT_TENANT, Optional.of("emoji"), 2, Optional.empty())
                        .pivots())
                .isEmpty();
        assertThat(pivots.page("somebody-else", Optional.empty(), 2, Optional.empty())
                        .pivots())
                .isEmpty();
    }

    @Test
    void a_deleted_pivot_is_seen_no_more_and_cannot_be_deleted_again() {
        Pivot pivot = draft(5);

        assertThat(deletion.request(Demand.DEFAULT_TENANT, pivot.id())).isTrue();

        assertThat(pivots.find(Demand.DEFAULT_TENANT, pivot.id())).isEmpty();
        assertThat(deletion.request(Demand.DEFAULT_TENANT, pivot.id())).isFalse();
        assertThat(pivots.page(Demand.DEFAULT_TENANT, Optional.empty(), 9, Optional.empty())
                        .pivots())
                .isEmpty();
    }

    @Test
    void the_pivot_of_another_tenant_does_not_exist() {
        Pivot pivot = draft(5);

        assertThat(pivots.find("somebody-else", pivot.id())).isEmpty();
        assertThat(deletion.request("somebody-else", pivot.id())).isFalse();
        assertThat(pivots.find(Demand.DEFAULT_TENANT, pivot.id())).isPresent();
    }

    @Test
    void jobs_that_cannot_be_meant_are_refused() {
        assertThatThrownBy(() -> new PivotPolicy(true, Optional.empty())).hasMessageContaining("keptFor: nothing");
        SourcePivot source = new SourcePivot(new UUID(0, 1), 5, "key", Optional.empty());
        assertThatThrownBy(() -> Jobs.with(PivotPolicy.USED_UP, List.of(source), List.of(1L, 2L)))
                .hasMessageContaining("sources: 1 (expected: none, or one for each of 2 seeds, and no draft)");
        assertThatThrownBy(() -> Jobs.with(DRAFT, List.of(source), List.of(1L))).hasMessageContaining("and no draft");
    }

    private Job admitted(PivotPolicy policy, List<SourcePivot> sources, long... seeds) {
        NewJob job = Jobs.with(policy, sources, LongStream.of(seeds).boxed().toList());
        return ((Admission.Accepted) admission.admit(job)).job();
    }

    private Pivot draft(long seed) {
        Job job = admitted(DRAFT, List.of(), seed);
        drawPivots();
        return pivots.find(Demand.DEFAULT_TENANT, job.images().get(0).id()).orElseThrow();
    }

    private void drawPivots() {
        for (Waiting each : lease(Stage.PIVOT)) {
            apply(each.image().jobId(), new Trigger.PivotCompleted(pivot(each.image())));
        }
    }

    private void refine() {
        for (Waiting each : lease(Stage.REFINE)) {
            apply(each.image().jobId(), new Trigger.Completed(new ImageResult("results/any", 1, 1, 1)));
        }
    }

    private static KeptPivot pivot(ImageRow image) {
        return new KeptPivot(Optional.of("preview"), Optional.of(key(image.id())), Optional.empty());
    }

    private static String key(UUID image) {
        return "pivots/any/" + image;
    }

    private List<Waiting> lease(Stage stage) {
        return tables.transaction("lease", table -> {
            List<Waiting> waiting = table.lockNext(stage, FLOW, ABLE, 10);
            List<ImageRow> before = waiting.stream().map(Waiting::image).toList();
            Trigger leased = new Trigger.Leased("worker", table.now().plusSeconds(60));
            table.save(
                    before,
                    before.stream()
                            .map(image -> life.apply(image, image.epoch(), leased, table.now())
                                    .orElseThrow())
                            .toList());
            return waiting;
        });
    }

    private void apply(Job job, Trigger trigger) {
        apply(job.id(), trigger);
    }

    private void apply(UUID job, Trigger trigger) {
        UUID id = jobs.find(Demand.DEFAULT_TENANT, job)
                .orElseThrow()
                .images()
                .get(0)
                .id();
        tables.transaction("report", table -> {
            ImageRow image = table.lock(List.of(id)).get(0);
            table.save(
                    List.of(image),
                    List.of(life.apply(image, image.epoch(), trigger, table.now())
                            .orElseThrow()));
            return true;
        });
    }

    private List<UUID> standing(Standing standing) {
        JobFilter filter =
                new JobFilter(Optional.of(standing), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
        return jobs.page(Demand.DEFAULT_TENANT, filter, 10, Optional.empty()).jobs().stream()
                .map(Job::id)
                .toList();
    }

    /** For rows that no writer of this version makes. */
    @Test
    void a_draft_that_an_earlier_scheduler_refined_has_a_picture() {
        Job job = admitted(DRAFT, List.of(), 5);
        int changed = transactions.run(
                "write as an earlier version does",
                sql -> sql.update(
                        "update himar.image set state = 'SUCCEEDED', result_key = 'results/any', finished_at = ?"
                                + " where job_id = ?",
                        Instant.now(),
                        job.id()));
        assertThat(changed).isEqualTo(1);
    }
}
