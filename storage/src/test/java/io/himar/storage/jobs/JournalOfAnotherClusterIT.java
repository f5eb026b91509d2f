package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.Migrations;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Rows that were restored into a cluster which has not given as many transactions yet as the one they come from. */
class JournalOfAnotherClusterIT {
    private final DataSource database = TestDatabase.empty();
    private final JobAdmission admission = new JobAdmission(database, TimeSource.database());
    private final JournalReader journal = new JournalReader(database);

    @Test
    void what_was_restored_is_not_new_and_what_comes_then_is() {
        admitted();
        new Transactions(database)
                .run("restore", sql -> sql.update("update himar.image_event set transaction = '900000000000'"));

        Migrations.apply(database);

        Seen restored = journal.now();
        assertThat(journal.unseen(restored, OptionalLong.empty(), 10).list()).isEmpty();
        UUID next = admitted();
        assertThat(journal.unseen(restored, OptionalLong.empty(), 10).list())
                .extracting(entry -> entry.change().jobId())
                .containsOnly(next);
    }

    private UUID admitted() {
        return ((Admission.Accepted) admission.admit(Jobs.of(1))).job().id();
    }
}
