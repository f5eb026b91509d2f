package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.himar.storage.keys.TenantLimits;
import io.himar.storage.keys.Tenants;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A job beyond a limit of its tenant is refused, and leaves nothing behind. */
class QuotasIT {
    private static final Optional<Integer> NONE = Optional.empty();

    private final DataSource database = TestDatabase.empty();
    private final SettableClock clock = new SettableClock();
    private final JobAdmission admission = new JobAdmission(database, TimeSource.of(clock));
    private final Transactions transactions = new Transactions(database);

    @Test
    void images_of_a_day_are_counted_until_its_end_and_those_of_before_the_limit_too() {
        admit("acme", 3);
        limit("acme", new TenantLimits(NONE, NONE, Optional.of(10), Optional.empty(), NONE));
        admit("acme", 3);
        admit("acme", 4);

        Quota quota = refused("acme", 1);
        assertThat(quota.name()).isEqualTo("images_per_day");
        assertThat(quota.used()).isEqualTo(10);
        assertThat(quota.free().orElseThrow()).isBetween(Duration.ofSeconds(1), Duration.ofDays(1));
        admit("other", 20);

        clock.advance(quota.free().orElseThrow().plusSeconds(1));
        admit("acme", 10);
        refused("acme", 1);
    }

    @Test
    void images_that_have_not_ended_are_limited_and_make_room_when_they_end() {
        limit("acme", new TenantLimits(NONE, Optional.of(5), NONE, Optional.empty(), NONE));
        admit("acme", 4);

        assertThat(refused("acme", 2))
                .isEqualTo(new Quota("most_unfinished", 5, 4, 2, Optional.of(Duration.ofSeconds(5))));
        transactions.run(
                "end one",
                sql -> sql.update("update himar.image set state = 'CANCELLED', finished_at = now()"
                        + " where image_index = 0 and tenant = 'acme'"));
        admit("acme", 2);
    }

    @Test
    void nothing_more_is_admitted_while_the_kept_pictures_take_all_the_room() {
        limit("acme", new TenantLimits(NONE, NONE, NONE, Optional.of(1000L), NONE));
        admit("acme", 1);
        transactions.run(
                "draw it",
                sql -> sql.update("update himar.image set state = 'SUCCEEDED', finished_at = now(), result_key = 'r',"
                        + " bytes = 1000"));

        assertThat(refused("acme", 1).name()).isEqualTo("most_bytes");
    }

    @Test
    void a_refused_job_leaves_nothing_behind_and_a_repeated_one_is_not_refused() {
        limit("acme", new TenantLimits(NONE, NONE, Optional.of(2), Optional.empty(), NONE));
        NewJob first = Jobs.of("acme", 2, Optional.of(new NewJob.Idempotency("k", "a")));
        Job admitted = ((Admission.Accepted) admission.admit(first)).job();

        refused("acme", 1);
        assertThat(rows("job")).isEqualTo(1);
        assertThat(rows("image_event")).isEqualTo(2);
        assertThat(transactions.<List<Long>>run(
                        "read", sql -> sql.list("select images from himar.tenant_day", row -> row.getLong(1))))
                .containsExactly(2L);
        NewJob again = Jobs.of("acme", 2, Optional.of(new NewJob.Idempotency("k", "a")));
        assertThat(admission.admit(again)).isEqualTo(new Admission.Repeated(admitted));
    }

    @Test
    void of_many_at_once_no_more_are_admitted_than_there_is_room_for() {
        limit("acme", new TenantLimits(NONE, Optional.of(10), Optional.of(7), Optional.empty(), NONE));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<CompletableFuture<Boolean>> racing = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            racing.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return admission.admit(Jobs.of("acme", 1, Optional.empty())) instanceof Admission.Accepted;
                        } catch (QuotaExceededException e) {
                            return false;
                        }
                    },
                    threads));
        }
        assertThat(racing.stream().filter(CompletableFuture::join)).hasSize(7);
        threads.shutdown();
        assertThat(rows("job")).isEqualTo(7);
    }

    @Test
    void names_of_tenants_are_short_and_plain() {
        assertThat(List.of("local", "acme", "a.b_c-9")).allMatch(Tenants::isName);
        assertThat(List.of("", "Acme", "a b", "default", "-a", "a".repeat(65))).noneMatch(Tenants::isName);
        assertThatThrownBy(() -> new TenantLimits(null, NONE, NONE, Optional.empty(), NONE))
                .hasMessage("mostInFlight");
    }

    private void limit(String tenant, TenantLimits limits) {
        assertThat(new Tenants(database).save(tenant, 1, limits).limits()).isEqualTo(limits);
    }

    private void admit(String tenant, int images) {
        assertThat(admission.admit(Jobs.of(tenant, images, Optional.empty()))).isInstanceOf(Admission.Accepted.class);
    }

    private Quota refused(String tenant, int images) {
        return catchThrowableOfType(
                        QuotaExceededException.class, () -> admission.admit(Jobs.of(tenant, images, Optional.empty())))
                .quota();
    }

    private int rows(String table) {
        return transactions.run(
                "count",
                sql -> sql.first("select count(*) from himar." + table, row -> row.getInt(1))
                        .orElseThrow());
    }
}
