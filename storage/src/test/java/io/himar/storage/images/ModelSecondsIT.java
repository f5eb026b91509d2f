package io.himar.storage.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.himar.contracts.Stage;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.Jobs;
import io.himar.storage.jobs.KeptPivot;
import io.himar.storage.jobs.TestDatabase;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the stages have to do, in seconds, as autoscalers read it. */
class ModelSecondsIT {
    private static final KeptPivot PIVOT =
            new KeptPivot(Optional.of("previews/a"), Optional.of("pivots/a"), Optional.empty());
    private static final Abilities ABLE = new Abilities(Set.of("digits"), Set.of("DDPM", "DPM_SOLVER_PP_2M"));
    private static final double ROUNDING = 1e-6;

    private final DataSource database = TestDatabase.empty();
    private final ImageTables tables = new PostgresImageTables(database, TimeSource.database());
    private final ModelSecondsReader reader = new ModelSecondsReader(database);
    private final ImageLife life =
            new ImageLife(new RetryPolicy(3, 5, Duration.ofSeconds(1), Duration.ofSeconds(30)), () -> 0);

    @BeforeEach
    void six_images_of_which_one_runs_in_each_stage_and_one_waits_for_the_second() {
        new JobAdmission(database, TimeSource.database()).admit(Jobs.of(6));
        pivoted();
        pivoted();
        happens(next(Stage.REFINE), new Trigger.Leased("refine-1", later()));
        happens(next(Stage.PIVOT), new Trigger.Leased("pivot-1", later()));
    }

    @Test
    void without_any_measurement_an_image_counts_as_ten_seconds() {
        assertThat(reader.read())
                .containsEntry(Stage.PIVOT, new ModelSeconds(30, 10, 0))
                .containsEntry(Stage.REFINE, new ModelSeconds(10, 10, 40));
    }

    @Test
    void the_pace_is_what_workers_measured_and_unmeasured_work_does_not_count() {
        UUID image = next(Stage.PIVOT).id();
        count(new StageUse(image, Stage.PIVOT, Duration.ofMillis(1500)));
        count(new StageUse(image, Stage.PIVOT, Duration.ofMillis(500)));
        count(new StageUse(image, Stage.PIVOT, Duration.ZERO));
        count(new StageUse(image, Stage.REFINE, Duration.ofSeconds(3)));

        assertThat(reader.read().get(Stage.PIVOT).queued()).isCloseTo(3, within(ROUNDING));
        assertThat(reader.read().get(Stage.PIVOT).running()).isCloseTo(1, within(ROUNDING));
        assertThat(reader.read().get(Stage.REFINE).coming()).isCloseTo(12, within(ROUNDING));
    }

    @Test
    void a_user_who_may_read_nothing_but_the_view_reads_it() {
        List<String> read = new Transactions(database).run("read as an autoscaler", sql -> {
            sql.update("""
                    do $$ begin create role scaler nologin; exception when duplicate_object then null; end $$""");
            sql.update("grant usage on schema himar to scaler");
            sql.update("grant select on himar.stage_load to scaler");
            sql.update("set local role scaler");
            sql.update("set local search_path = pg_catalog");
            return sql.list(
                    "select stage || ' ' || queued || ' ' || running || ' ' || coming from himar.stage_load order by 1",
                    row -> row.getString(1));
        });
        assertThat(read).containsExactly("PIVOT 3 1 0", "REFINE 1 1 4");
    }

    private ImageRow pivoted() {
        return happens(
                happens(next(Stage.PIVOT), new Trigger.Leased("pivot-1", later())), new Trigger.PivotCompleted(PIVOT));
    }

    private void count(StageUse use) {
        tables.transaction("count", table -> {
            table.count(List.of(use));
            return null;
        });
    }

    private ImageRow next(Stage stage) {
        return tables.transaction(
                "look",
                table -> table.lockNext(stage, table.flows(stage).get(0), ABLE, 1)
                        .get(0)
                        .image());
    }

    private ImageRow happens(ImageRow image, Trigger trigger) {
        ImageRow after =
                life.apply(image, image.epoch(), trigger, Instant.now()).orElseThrow();
        return tables.transaction("write", table -> {
            table.save(table.lock(List.of(image.id())), List.of(after));
            return after;
        });
    }

    private static Instant later() {
        return Instant.now().plusSeconds(60);
    }
}
