package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.storage.Migrations;
import io.himar.storage.keys.Tenant;
import io.himar.storage.keys.Tenants;
import io.himar.storage.retention.JobDeletion;
import io.himar.storage.sql.StorageException;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** To a tenant the jobs of another do not exist, whichever database user the services work as. */
@ParameterizedClass
@EnumSource
class TenantsIT {
    /** As whom the services work. */
    enum Login {
        SUPERUSER {
            @Override
            DataSource database() {
                return TestDatabase.another();
            }
        },
        OWNER {
            @Override
            DataSource database() {
                return TestDatabase.anotherOfItsOwner();
            }
        };

        abstract DataSource database();
    }

    private final DataSource database;
    private final Transactions transactions;
    private final JobAdmission admission;
    private final JobReader reader;

    TenantsIT(Login login) {
        database = login.database();
        Migrations.apply(database);
        transactions = new Transactions(database);
        admission = new JobAdmission(database, TimeSource.database());
        reader = new JobReader(database);
    }

    @Test
    void a_job_of_another_tenant_is_neither_found_nor_listed_nor_told_of() {
        Job job = admitted("acme", Optional.empty());

        assertThat(job.tenant()).isEqualTo("acme");
        assertThat(reader.find("acme", job.id())).contains(job);
        assertThat(reader.page("acme", JobFilter.ALL, 10, Optional.empty()).jobs())
                .containsExactly(job);
        assertThat(reader.changes("acme", job.id(), 0, 10)).hasSize(2);

        assertThat(reader.find("other", job.id())).isEmpty();
        assertThat(reader.page("other", JobFilter.ALL, 10, Optional.empty()).jobs())
                .isEmpty();
        assertThat(reader.changes("other", job.id(), 0, 10)).isEmpty();
        assertThat(reader.lastChange("other", job.id())).isZero();
        assertThat(reader.times("other", job.id())).isEmpty();
        assertThat(reader.hasEnded("other", job.id())).isTrue();
    }

    @Test
    void a_tenant_is_listed_from_its_first_job_on_before_anything_of_it_is_drawn() {
        Tenants tenants = new Tenants(database);
        List.of("acme", "acme", "studio", "acme", "zoo").forEach(each -> admitted(each, Optional.empty()));

        assertThat(tenants.page("", 10)).extracting(Tenant::name).containsExactly("acme", "studio", "zoo");
        assertThat(tenants.page("", 2)).extracting(Tenant::name).containsExactly("acme", "studio");
        assertThat(tenants.page("studio", 2)).extracting(Tenant::name).containsExactly("zoo");
        assertThat(tenants.find("zoo")).isPresent();
    }

    @Test
    void a_job_of_another_tenant_is_neither_cancelled_nor_deleted() {
        Job job = admitted("acme", Optional.empty());
        JobCancellation cancellation = new JobCancellation(database, TimeSource.database());
        JobDeletion deletion = new JobDeletion(database, TimeSource.database());

        assertThat(cancellation.request("other", job.id())).isEmpty();
        assertThat(cancellation.requestWaiting("other")).isZero();
        assertThat(deletion.request("other", job.id())).isFalse();
        assertThat(reader.find("acme", job.id())).contains(job);

        assertThat(cancellation.requestWaiting("acme")).isEqualTo(1);
        assertThat(deletion.request("acme", job.id())).isTrue();
    }

    @Test
    void jobs_are_found_by_what_their_own_tenant_noted() {
        Job job = admitted("acme", Optional.empty());
        JobFilter noted = new JobFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("user", "ada", "kind", "x=1"));

        assertThat(reader.page("acme", noted, 10, Optional.empty()).jobs()).containsExactly(job);
        assertThat(reader.page("other", noted, 10, Optional.empty()).jobs()).isEmpty();
    }

    @Test
    void tenants_may_use_the_same_idempotency_key() {
        Optional<NewJob.Idempotency> key = Optional.of(new NewJob.Idempotency("key", "print"));
        Job first = admitted("acme", key);
        Job second = admitted("other", key);
        Job third = admitted(Demand.DEFAULT_TENANT, key);

        assertThat(admission.admit(job("acme", key))).isEqualTo(new Admission.Repeated(first));
        assertThat(admission.earlier(job("other", key))).contains(new Admission.Repeated(second));
        assertThat(admission.earlier(job(Demand.DEFAULT_TENANT, key))).contains(new Admission.Repeated(third));
    }

    @Test
    void a_statement_that_forgets_the_tenant_sees_nothing_of_others_and_changes_nothing_of_theirs() {
        admitted("acme", Optional.empty());
        admitted("other", Optional.empty());

        for (String table : List.of("job", "image", "image_event", "job_metadata")) {
            assertThat(tenants("acme", table)).as(table).containsOnly("acme");
            assertThat(tenants("nobody", table)).as(table).isEmpty();
        }
        assertThat(transactions.<Integer>run("acme", "forget", sql -> sql.update("update himar.job set label = 'x'")))
                .isEqualTo(1);
        assertThat(transactions.<Integer>run("acme", "forget", sql -> sql.update("delete from himar.image_event")))
                .isEqualTo(2);
    }

    @Test
    void nothing_is_written_for_another_tenant() {
        admitted("acme", Optional.empty());

        assertThatThrownBy(() -> transactions.run(
                        "acme", "give away", sql -> sql.update("update himar.job set tenant = 'other'")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("row-level security");
        assertThatThrownBy(() -> transactions.run("", "act for nobody", sql -> 0))
                .hasMessageContaining("no tenant is named");
    }

    @Test
    void who_acts_for_no_tenant_sees_all_also_on_a_connection_that_acted_for_one() throws Exception {
        admitted("acme", Optional.empty());
        admitted("other", Optional.empty());
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select himar.act_for('acme')");
            connection.commit();
            try (var rows = statement.executeQuery("select count(*) from himar.job")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
        }
    }

    private List<String> tenants(String tenant, String table) {
        return transactions.run(
                tenant,
                "forget",
                sql -> sql.list("select distinct tenant from himar." + table, row -> row.getString(1)));
    }

    private Job admitted(String tenant, Optional<NewJob.Idempotency> key) {
        return ((Admission.Accepted) admission.admit(job(tenant, key))).job();
    }

    private static NewJob job(String tenant, Optional<NewJob.Idempotency> key) {
        return Jobs.of(tenant, 2, key);
    }
}
