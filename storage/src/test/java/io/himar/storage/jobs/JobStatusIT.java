package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.ImageState;
import io.himar.contracts.JobStatus;
import io.himar.storage.Migrations;
import io.himar.storage.sql.Sql;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The status that is kept with a job is that of its images, whatever happens to them. */
class JobStatusIT {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int JOBS = 30;
    private static final List<ImageState> STATES = List.of(ImageState.values());

    private final DataSource database = TestDatabase.another();
    private final Transactions transactions = new Transactions(database);
    private final Random random = new Random(7);

    @Test
    void the_status_of_a_job_is_that_of_its_images_after_every_change() {
        Migrations.apply(database);
        JobAdmission admission = new JobAdmission(database, TimeSource.database());
        for (int i = 0; i < JOBS; i++) {
            Job job = ((Admission.Accepted) admission.admit(Jobs.of(1 + random.nextInt(3)))).job();
            List<Image> open = new ArrayList<>(job.images());
            List<ImageState> told = new ArrayList<>();
            while (!open.isEmpty()) {
                Image image = open.get(random.nextInt(open.size()));
                ImageState next = STATES.get(random.nextInt(STATES.size()));
                if (next.terminal()) {
                    open.remove(image);
                }
                told.add(next);
                transactions.run("change an image", sql -> change(sql, image, next));

                assertThat(summary(job)).as("after %s", told).isEqualTo(expected(job));
            }
        }
    }

    private static int change(Sql sql, Image image, ImageState state) throws SQLException {
        int changed = sql.update(
                """
                update himar.image set state = ?, lease_until = ?, result_key = ?, finished_at = ? where id = ?""",
                state,
                state == ImageState.PIVOTING ? NOW.atOffset(ZoneOffset.UTC) : null,
                state == ImageState.SUCCEEDED ? "results/any" : null,
                state.terminal() ? NOW.atOffset(ZoneOffset.UTC) : null,
                image.id());
        EventJournal.append(sql, NOW, List.of(image.id()));
        return changed;
    }

    private String summary(Job job) {
        return transactions.run(
                "read the summary",
                sql -> sql.first(
                                "select status, finished_at is not null from himar.job where id = ?",
                                row -> row.getString(1) + " " + row.getBoolean(2),
                                job.id())
                        .orElseThrow());
    }

    private String expected(Job job) {
        Job now = new JobReader(database).find(Demand.DEFAULT_TENANT, job.id()).orElseThrow();
        List<ImageState> states = now.images().stream().map(Image::state).toList();
        String status =
                now.status() == JobStatus.PARTIAL ? worst(states) : now.status().name();
        return status + " " + now.status().terminal();
    }

    private static String worst(List<ImageState> states) {
        return List.of("FAILED", "EXPIRED", "CANCELLED").stream()
                .filter(each -> states.stream().anyMatch(state -> state.name().equals(each)))
                .findFirst()
                .orElseThrow();
    }
}
