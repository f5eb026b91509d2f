package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.GuidanceSchedule;
import io.himar.contracts.ImageState;
import io.himar.contracts.JobStatus;
import io.himar.contracts.Sampler;
import io.himar.contracts.Stage;
import io.himar.storage.images.Abilities;
import io.himar.storage.images.Flow;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.PostgresImageTables;
import io.himar.storage.images.Waiting;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names that only a newer version knows stop nobody. */
class RowsOfNewerVersionsIT {
    private static final Abilities ABLE = new Abilities(Set.of("digits"), Set.of("DDIM", "DDPM", "FLOW"));

    private final DataSource database = TestDatabase.empty();
    private final Transactions transactions = new Transactions(database);
    private final JobReader reader = new JobReader(database);
    private final JobAdmission admission = new JobAdmission(database, TimeSource.database());
    private final ImageTables tables = new PostgresImageTables(database, TimeSource.database());

    @BeforeEach
    void admit_states_that_this_version_does_not_know() {
        update("alter table himar.image drop constraint image_state_check, drop constraint image_finished");
    }

    @AfterEach
    void forget_them() {
        TestDatabase.empty();
        update("""
                alter table himar.image add constraint image_finished check (
                  (state in ('SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED')) = (finished_at is not null)),
                add constraint image_state_check
                check (state in ('QUEUED', 'PIVOTING', 'REFINING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED'))""");
    }

    @Test
    void an_unknown_sampler_or_schedule_is_read_as_unrecognised_and_holds_up_no_other_job() {
        UUID newer = admitted();
        UUID known = admitted();
        update("update himar.job set pivot_sampler = 'FLOW', refine_guidance_schedule = 'COSINE' where id = '" + newer
                + "'");

        Job read = reader.find(Demand.DEFAULT_TENANT, newer).orElseThrow();
        assertThat(read.pivot().getSampler()).isEqualTo(Sampler.UNRECOGNIZED);
        assertThat(read.refine().getGuidanceSchedule()).isEqualTo(GuidanceSchedule.UNRECOGNIZED);
        assertThat(reader.page(Demand.DEFAULT_TENANT, JobFilter.ALL, 10, Optional.empty())
                        .jobs())
                .hasSize(2);
        assertThat(waiting()).extracting(each -> each.image().jobId()).containsExactlyInAnyOrder(newer, known);
    }

    @Test
    void an_image_in_an_unknown_state_counts_as_under_way() {
        UUID newer = admitted();
        UUID known = admitted();
        update("update himar.image set state = 'UPSCALING' where job_id = '" + newer + "'");
        update("update himar.image_event set state = 'UPSCALING' where job_id = '" + newer + "'");

        Job read = reader.find(Demand.DEFAULT_TENANT, newer).orElseThrow();
        assertThat(read.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(reader.changes(Demand.DEFAULT_TENANT, newer, 0, 10))
                .extracting(ImageChange::state)
                .containsExactly(ImageState.REFINING);
        assertThat(waiting()).extracting(each -> each.image().jobId()).containsExactly(known);
        UUID image = read.images().get(0).id();
        assertThat(tables.<Integer>transaction(
                        "read", table -> table.lock(List.of(image)).size()))
                .isEqualTo(1);
    }

    @Test
    void an_image_that_has_finished_in_an_unknown_state_has_ended_without_a_picture() {
        UUID newer = admitted();
        update("update himar.image set state = 'REFUSED', finished_at = now() where job_id = '" + newer + "'");

        Job read = reader.find(Demand.DEFAULT_TENANT, newer).orElseThrow();
        assertThat(read.status()).isEqualTo(JobStatus.FAILED);
        assertThat(read.finishedAt()).isPresent();
        UUID image = read.images().get(0).id();
        assertThat(tables.<ImageState>transaction(
                        "read", table -> table.lock(List.of(image)).get(0).state()))
                .isEqualTo(ImageState.FAILED);
    }

    @Test
    void a_newer_class_of_priority_goes_last() {
        assertThat(Priority.of(7)).isEqualTo(Priority.BACKGROUND);
    }

    private List<Waiting> waiting() {
        return tables.transaction("read", table -> {
            Flow flow = table.flows(Stage.PIVOT).get(0);
            return table.lockNext(Stage.PIVOT, flow, ABLE, 10);
        });
    }

    private UUID admitted() {
        return ((Admission.Accepted) admission.admit(Jobs.of(1))).job().id();
    }

    private void update(String statement) {
        transactions.run("write", sql -> sql.update(statement));
    }
}
