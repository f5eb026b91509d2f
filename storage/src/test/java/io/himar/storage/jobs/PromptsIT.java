package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.SamplerNames;
import io.himar.contracts.Stage;
import io.himar.storage.images.Abilities;
import io.himar.storage.images.Flow;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.PostgresImageTables;
import io.himar.storage.images.Waiting;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Prompts are kept as they are, and go to workers alone that can draw texts. */
class PromptsIT {
    private static final String PROMPT = "a \u00e9clair\nand \"7\" 'or' \ud83c\udf53";

    private final DataSource database = TestDatabase.empty();
    private final JobAdmission admission = new JobAdmission(database, TimeSource.database());
    private final JobReader reader = new JobReader(database);
    private final ImageTables tables = new PostgresImageTables(database, TimeSource.database());

    @Test
    void they_are_read_as_they_were_written_with_the_settings_beside_them() {
        Job job = admitted(new Motif.OfText(PROMPT));
        Job empty = admitted(new Motif.OfText(""));

        assertThat(reader.find(Demand.DEFAULT_TENANT, job.id()).orElseThrow().motif())
                .isEqualTo(new Motif.OfText(PROMPT));
        assertThat(job.pivot()).isEqualTo(Jobs.PIVOT);
        assertThat(job.refine()).isEqualTo(Jobs.REFINE);
        assertThat(empty.motif()).isEqualTo(new Motif.OfText(""));
        assertThat(waiting(SamplerNames.known(Stream.of(Jobs.PIVOT.getSampler().name()))))
                .extracting(Waiting::motif)
                .containsExactly(new Motif.OfText(PROMPT), new Motif.OfText(""));
    }

    @Test
    void workers_of_the_version_before_are_given_none_and_no_prompt_stands_in_the_way_of_a_class() {
        admitted(new Motif.OfText(PROMPT));
        Job ofClass = admitted(new Motif.OfClass(7, "seven"));
        String sampler = Jobs.PIVOT.getSampler().name();

        assertThat(waiting(List.of(sampler, sampler + " LEAVING_OUT")))
                .extracting(each -> each.image().jobId())
                .containsExactly(ofClass.id());
    }

    @Test
    void what_services_of_the_version_before_write_and_read_stays_a_class() {
        Job written = admitted(new Motif.OfClass(7, "seven"));
        Job prompt = admitted(new Motif.OfText(PROMPT));

        assertThat(column("prompt", written.id())).isNull();
        assertThat(written.motif()).isEqualTo(new Motif.OfClass(7, "seven"));
        assertThat(column("class_id", prompt.id())).isEqualTo("0");
        assertThat(column("label", prompt.id())).isEqualTo(PROMPT);
    }

    private String column(String name, UUID job) {
        return new Transactions(database)
                .run(
                        "read",
                        sql -> sql.list(
                                        "select " + name + " from himar.job where id = ?",
                                        row -> Optional.ofNullable(row.getString(1)),
                                        job)
                                .get(0))
                .orElse(null);
    }

    private Job admitted(Motif motif) {
        NewJob job = new NewJob(
                UUID.randomUUID(),
                "scenes",
                motif,
                List.of(5L),
                PivotPolicy.USED_UP,
                List.of(),
                Jobs.PIVOT,
                Jobs.REFINE,
                Demand.ordinary(),
                DeadlinesAsked.NONE,
                Map.of(),
                Optional.empty(),
                Optional.empty());
        return ((Admission.Accepted) admission.admit(job)).job();
    }

    private List<Waiting> waiting(List<String> samplers) {
        Abilities able = new Abilities(Set.of("scenes"), Set.copyOf(samplers));
        return tables.transaction("read", table -> {
            Flow flow = table.flows(Stage.PIVOT).get(0);
            return table.lockNext(Stage.PIVOT, flow, able, 10);
        });
    }
}
