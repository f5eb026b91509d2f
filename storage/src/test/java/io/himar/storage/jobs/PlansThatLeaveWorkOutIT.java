package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.SamplerNames;
import io.himar.contracts.Stage;
import io.himar.contracts.StageSettings;
import io.himar.contracts.TokenOrder;
import io.himar.storage.images.Abilities;
import io.himar.storage.images.Flow;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.PostgresImageTables;
import io.himar.storage.images.Waiting;
import io.himar.storage.sql.TimeSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Settings that leave work out are kept, and go to workers alone that know such plans. */
class PlansThatLeaveWorkOutIT {
    private static final StageSettings FALLING = Jobs.PIVOT.toBuilder()
            .setLastDenoisingSteps(5)
            .setUnguidedBelow(1.25f)
            .setOrder(TokenOrder.CHECKERBOARD)
            .build();

    private static final StageSettings REFRESHING =
            Jobs.PIVOT.toBuilder().setGuidanceRefresh(2).build();

    private final DataSource database = TestDatabase.empty();
    private final JobAdmission admission = new JobAdmission(database, TimeSource.database());
    private final ImageTables tables = new PostgresImageTables(database, TimeSource.database());

    @Test
    void they_are_read_as_they_were_written() {
        Job exact = admitted(Jobs.PIVOT);
        Job falling = admitted(FALLING);
        Job refreshing = admitted(REFRESHING);

        assertThat(refreshing.pivot()).isEqualTo(REFRESHING);
        assertThat(exact.pivot()).isEqualTo(Jobs.PIVOT);
        assertThat(falling.pivot()).isEqualTo(FALLING);
        assertThat(falling.refine()).isEqualTo(Jobs.REFINE);
        assertThat(waiting(SamplerNames.known(Stream.of(FALLING.getSampler().name()))))
                .extracting(Waiting::pivot)
                .containsExactlyInAnyOrder(Jobs.PIVOT, FALLING, REFRESHING);
    }

    @Test
    void they_do_not_stand_in_the_way_where_all_workers_are_of_the_version_before() {
        admitted(FALLING);
        admitted(REFRESHING);
        Job exact = admitted(Jobs.PIVOT);

        String sampler = FALLING.getSampler().name();
        assertThat(waiting(List.of(sampler, sampler + " LEAVING_OUT")))
                .extracting(each -> each.image().jobId())
                .contains(exact.id())
                .hasSize(2);
        assertThat(waiting(List.of(sampler)))
                .extracting(each -> each.image().jobId())
                .containsExactly(exact.id());
    }

    private Job admitted(StageSettings pivot) {
        return ((Admission.Accepted) admission.admit(Jobs.of(1, pivot))).job();
    }

    private List<Waiting> waiting(List<String> samplers) {
        Abilities able = new Abilities(Set.of("digits"), Set.copyOf(samplers));
        return tables.transaction("read", table -> {
            Flow flow = table.flows(Stage.PIVOT).get(0);
            return table.lockNext(Stage.PIVOT, flow, able, 10);
        });
    }
}
