package io.himar.storage.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.jobs.Admission;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.Jobs;
import io.himar.storage.jobs.SettableClock;
import io.himar.storage.jobs.TestDatabase;
import io.himar.storage.sql.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** The same lives as in memory, each step in a transaction of its own. */
class LifeOnPostgresIT {
    private final DataSource database = TestDatabase.empty();
    private final SettableClock clock = new SettableClock();
    private final ImageTables tables = new PostgresImageTables(database, TimeSource.of(clock));
    private final ImageLife life =
            new ImageLife(new RetryPolicy(3, 4, Duration.ofSeconds(1), Duration.ofSeconds(8)), () -> 0.3);

    @Provide
    Arbitrary<List<LifeSteps.Step>> lives() {
        return LifeSteps.lives(40);
    }

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void a_row_in_postgres_goes_through_every_life_as_in_memory(@ForAll("lives") List<LifeSteps.Step> steps) {
        ImageRow expected = admitted();
        for (LifeSteps.Step step : steps) {
            clock.advance(step.after());
            UUID id = expected.id();
            Trigger trigger = step.what().at(clock.instant());
            expected = life.apply(expected, step.epoch(expected), trigger, clock.instant())
                    .orElse(expected);
            ImageRow written = tables.transaction("take a step", table -> {
                ImageRow locked = table.lock(List.of(id)).get(0);
                ImageRow after = life.apply(locked, step.epoch(locked), trigger, table.now())
                        .orElse(locked);
                table.save(List.of(locked), List.of(after));
                return table.lock(List.of(id)).get(0);
            });
            assertThat(written).isEqualTo(expected);
        }
    }

    private ImageRow admitted() {
        Admission admission = new JobAdmission(database, TimeSource.of(clock)).admit(Jobs.of(1));
        UUID image = ((Admission.Accepted) admission).job().images().get(0).id();
        ImageRow row = read(image);
        assertThat(row).isEqualTo(LifeOfOneImage.admitted(image, row.jobId(), clock.instant()));
        return row;
    }

    private ImageRow read(UUID image) {
        return tables.transaction("read", table -> table.lock(List.of(image)).get(0));
    }
}
