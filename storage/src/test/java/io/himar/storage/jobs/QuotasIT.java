package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.himar.storage.keys.TenantLimits;
import io.himar.storage.keys.Tenants;
import io.himar.storage.retention.JobDeletion;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
        limit("acme", new TenantLimits(NONE, NONE, Optional.of(10), NONE, Optional.empty(), NONE));
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
        limit("acme", new TenantLimits(NONE, Optional.of(5), NONE, NONE, Optional.empty(), NONE));
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
        limit("acme", new TenantLimits(NONE, NONE, NONE, NONE, Optional.of(1000L), NONE));
        admit("acme", 1);
        transactions.run(
                "draw it",
                sql -> sql.update("update himar.image set state = 'SUCCEEDED', finished_at = now(), result_key = 'r',"
                        + " bytes = 1000"));

        assertThat(refused("acme", 1).name()).isEqualTo("most_bytes");
    }

    @Test
    void kept_pivots_are_limited_with_those_that_unfinished_images_will_leave() {
        limit("acme", new TenantLimits(NONE, NONE, NONE, Optional.of(3), Optional.empty(), NONE));
        admit(keeping("acme", 2));
        admit("acme", 5);

        assertThat(refused(keeping("acme", 2))).isEqualTo(new Quota("most_pivots", 3, 2, 2, Optional.empty()));
        endWithPivots("acme");
        assertThat(used("acme")).containsEntry("most_pivots", 2L);
        admit(keeping("acme", 1));
        assertThat(refused(keeping("acme", 1)).used()).isEqualTo(3);
        admit("acme", 5);
        admit(keeping("other", 4));

        clock.advance(Duration.ofDays(1));
        admit(keeping("acme", 2));
        assertThat(refused(keeping("acme", 1)).used()).isEqualTo(3);
    }

    @Test
    void pivots_of_a_deleted_job_make_room() {
        limit("acme", new TenantLimits(NONE, NONE, NONE, Optional.of(2), Optional.empty(), NONE));
        NewJob first = keeping("acme", 1);
        admit(first);
        NewJob second = keeping("acme", 1);
        admit(second);
        transactions.run(
                "end one",
                sql -> sql.update(
                        "update himar.image set state = 'CANCELLED', finished_at = ?, pivot_key = 'p' where job_id = ?",
                        clock.instant(),
                        first.id()));
        JobDeletion deletion = new JobDeletion(database, TimeSource.of(clock));

        deletion.request("acme", first.id());
        admit(keeping("acme", 1));
        deletion.request("acme", second.id());
        admit(keeping("acme", 1));
        refused(keeping("acme", 1));
    }

    @Test
    void of_many_drafts_at_once_no_more_are_admitted_than_may_leave_a_pivot() {
        limit("acme", new TenantLimits(NONE, NONE, NONE, Optional.of(7), Optional.empty(), NONE));

        assertThat(admittedOf(20, () -> keeping("acme", 1))).isEqualTo(7);
        assertThat(used("acme")).containsEntry("most_pivots", 7L);
    }

    @Test
    void what_is_used_is_told_with_the_limits_and_without() {
        admit("acme", 3);
        admit(keeping("acme", 2));
        assertThat(used("acme"))
                .isEqualTo(Map.of("images_per_day", 5L, "most_unfinished", 5L, "most_pivots", 2L, "most_bytes", 0L));

        limit("acme", new TenantLimits(NONE, NONE, Optional.of(9), NONE, Optional.empty(), NONE));
        admit("acme", 1);
        assertThat(used("acme")).containsEntry("images_per_day", 6L);
        assertThat(new QuotaReader(database, TimeSource.of(clock)).read("acme"))
                .contains(new QuotaReader.Used("images_per_day", 6, Optional.of(9L)))
                .contains(new QuotaReader.Used("most_pivots", 2, Optional.empty()));
        assertThat(used("other").values()).containsOnly(0L);
    }

    @Test
    void images_of_a_deleted_job_stay_counted_for_the_day_and_a_limit_that_comes_later_counts_them_too() {
        // Of days that are over nothing is counted.
        clock.advance(Duration.between(clock.instant(), Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        NewJob deleted = Jobs.of("acme", 3, Optional.empty());
        admit(deleted);
        admit("acme", 2);
        delete(deleted);
        assertThat(used("acme")).containsEntry("images_per_day", 5L).containsEntry("most_unfinished", 2L);

        limit("acme", new TenantLimits(NONE, NONE, Optional.of(9), NONE, Optional.empty(), NONE));
        admit("acme", 1);
        // Without the limit for a while.
        limit("acme", new TenantLimits(NONE, NONE, NONE, NONE, Optional.empty(), NONE));
        NewJob meanwhile = Jobs.of("acme", 2, Optional.empty());
        admit(meanwhile);
        delete(meanwhile);
        limit("acme", new TenantLimits(NONE, NONE, Optional.of(9), NONE, Optional.empty(), NONE));
        assertThat(used("acme")).containsEntry("images_per_day", 8L);
        assertThat(refused("acme", 2)).isEqualTo(quotaOfDay(9, 8, 2));
        admit("acme", 1);
        assertThat(used("other").values()).containsOnly(0L);
    }

    @Test
    void a_refused_job_leaves_nothing_behind_and_a_repeated_one_is_not_refused() {
        limit("acme", new TenantLimits(NONE, NONE, Optional.of(2), NONE, Optional.empty(), NONE));
        NewJob first = Jobs.of("acme", 2, Optional.of(new NewJob.Idempotency("k", "a")));
        Job admitted = ((Admission.Accepted) admission.admit(first)).job();

        refused("acme", 1);
        assertThat(rows("job")).isEqualTo(1);
        assertThat(rows("image_event")).isEqualTo(2);
        assertThat(used("acme")).containsEntry("images_per_day", 2L);
        NewJob again = Jobs.of("acme", 2, Optional.of(new NewJob.Idempotency("k", "a")));
        assertThat(admission.admit(again)).isEqualTo(new Admission.Repeated(admitted));
    }

    @Test
    void of_many_at_once_no_more_are_admitted_than_there_is_room_for() {
        limit("acme", new TenantLimits(NONE, Optional.of(10), Optional.of(7), NONE, Optional.empty(), NONE));

        assertThat(admittedOf(20, () -> Jobs.of("acme", 1, Optional.empty()))).isEqualTo(7);
        assertThat(rows("job")).isEqualTo(7);
    }

    @Test
    void names_of_tenants_are_short_and_plain() {
        assertThat(List.of("local", "acme", "a.b_c-9")).allMatch(Tenants::isName);
        assertThat(List.of("", "Acme", "a b", "default", "-a", "a".repeat(65))).noneMatch(Tenants::isName);
        assertThatThrownBy(() -> new TenantLimits(null, NONE, NONE, NONE, Optional.empty(), NONE))
                .hasMessage("mostInFlight");
    }

    private void limit(String tenant, TenantLimits limits) {
        assertThat(new Tenants(database).save(tenant, 1, limits, false).limits())
                .isEqualTo(limits);
    }

    private void admit(String tenant, int images) {
        admit(Jobs.of(tenant, images, Optional.empty()));
    }

    private void admit(NewJob job) {
        assertThat(admission.admit(job)).isInstanceOf(Admission.Accepted.class);
    }

    private Quota refused(String tenant, int images) {
        return refused(Jobs.of(tenant, images, Optional.empty()));
    }

    private Quota refused(NewJob job) {
        return catchThrowableOfType(QuotaExceededException.class, () -> admission.admit(job))
                .quota();
    }

    private Quota quotaOfDay(long most, long used, long asked) {
        Instant now = clock.instant();
        LocalDate tomorrow = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1);
        Duration rest =
                Duration.between(now, tomorrow.atStartOfDay(ZoneOffset.UTC).toInstant());
        return new Quota("images_per_day", most, used, asked, Optional.of(rest));
    }

    /** As the sweep does, when nobody works on it any more. */
    private void delete(NewJob job) {
        transactions.run("delete a job", sql -> {
            sql.update("delete from himar.image_event where job_id = ?", job.id());
            sql.update("delete from himar.image where job_id = ?", job.id());
            return sql.update("delete from himar.job where id = ?", job.id());
        });
    }

    private static NewJob keeping(String tenant, int images) {
        return Jobs.keepingPivots(tenant, images, Duration.ofHours(12));
    }

    /** How many jobs are admitted of so many at once. */
    private long admittedOf(int jobs, Supplier<NewJob> each) {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<CompletableFuture<Boolean>> racing = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            racing.add(CompletableFuture.supplyAsync(() -> isAdmitted(each.get()), threads));
        }
        long admitted = racing.stream().filter(CompletableFuture::join).count();
        threads.shutdown();
        return admitted;
    }

    private boolean isAdmitted(NewJob job) {
        try {
            return admission.admit(job) instanceof Admission.Accepted;
        } catch (QuotaExceededException e) {
            return false;
        }
    }

    /** All images of a tenant that keep their pivots end with one. */
    private void endWithPivots(String tenant) {
        transactions.run(
                "end them",
                sql -> sql.update(
                        "update himar.image set state = 'FAILED', finished_at = ?, pivot_key = 'p'"
                                + " where tenant = ? and pivot_kept_seconds is not null",
                        clock.instant(),
                        tenant));
    }

    private Map<String, Long> used(String tenant) {
        return new QuotaReader(database, TimeSource.of(clock))
                .read(tenant).stream().collect(Collectors.toMap(QuotaReader.Used::name, QuotaReader.Used::used));
    }

    private int rows(String table) {
        return transactions.run(
                "count",
                sql -> sql.first("select count(*) from himar." + table, row -> row.getInt(1))
                        .orElseThrow());
    }
}
