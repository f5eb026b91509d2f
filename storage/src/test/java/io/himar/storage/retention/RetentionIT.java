package io.himar.storage.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.contracts.JobStatus;
import io.himar.servers.ObjectStorageServer;
import io.himar.storage.jobs.Admission;
import io.himar.storage.jobs.Demand;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.JobFilter;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.Jobs;
import io.himar.storage.jobs.NewJob;
import io.himar.storage.jobs.PivotPolicy;
import io.himar.storage.jobs.TestDatabase;
import io.himar.storage.objects.ObjectStore;
import io.himar.storage.objects.ObjectStoreConfig;
import io.himar.storage.objects.ObjectStoreException;
import io.himar.storage.objects.StoredObject;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionIT {
    private static final byte[] BYTES = {1, 2, 3};
    private static final Duration DAY = Duration.ofDays(1);
    private static final RetentionPolicy POLICY = new RetentionPolicy(
            Duration.ofDays(30),
            Duration.ofDays(20),
            Duration.ofDays(10),
            Duration.ZERO,
            DAY,
            DAY.multipliedBy(60),
            Duration.ofHours(1));

    @TempDir
    private static Path directory;

    private static ObjectStorageServer storage;
    private static ObjectStore objects;

    private final DataSource database = TestDatabase.empty();
    private final Transactions transactions = new Transactions(database);
    private final JobReader reader = new JobReader(database);
    private Duration ahead = Duration.ZERO;
    private final TimeSource time = sql -> Instant.now().plus(ahead).truncatedTo(ChronoUnit.MICROS);
    private final JobAdmission admission = new JobAdmission(database, time);
    private final Retention retention = new Retention(database, time, objects, POLICY);

    @BeforeAll
    static void start() {
        storage = ObjectStorageServer.start(directory);
        objects = new ObjectStore(config(storage.endpoint()), Clock.systemUTC());
        objects.ensureBucket();
    }

    @AfterAll
    static void stop() {
        objects.close();
        storage.close();
    }

    @BeforeEach
    void empty() {
        stored().forEach(objects::delete);
    }

    @Test
    void objects_of_images_that_the_database_does_not_know_are_swept() {
        Job lost = admitted(1);
        succeeded(lost, 0);
        superseded(lost, 0);
        transactions.run("lose", sql -> sql.update("truncate himar.image_event, himar.image, himar.job cascade"));
        sweepAll();
        assertThat(stored()).hasSize(7);
        ahead = Duration.ofHours(2);
        sweepAll();
        assertThat(stored()).isEmpty();
    }

    @Test
    void of_a_finished_image_only_what_its_row_names_stays() {
        Job job = admitted(5);
        succeeded(job, 0);
        ended(job, 1, "FAILED");
        ended(job, 2, "CANCELLED");
        refining(job, 3);
        for (int i = 0; i < 5; i++) {
            superseded(job, i);
        }
        store("results/not-ours.txt");
        ahead = Duration.ofHours(2);
        sweepAll();

        Set<String> expected = new TreeSet<>(named());
        expected.add("results/not-ours.txt");
        for (int unfinished : new int[] {3, 4}) {
            ObjectKinds.ALL.forEach(kind -> expected.add(key(kind, job, unfinished, "9-9")));
        }
        assertThat(stored()).isEqualTo(expected);
        assertThat(named())
                .containsExactlyInAnyOrder(
                        key("results", job, 0, "1-1"),
                        key("previews", job, 0, "1-1"),
                        key("previews", job, 3, "1-1"),
                        key("pivots", job, 3, "1-1"));
    }

    @Test
    void the_trial_of_a_worker_that_died_is_swept_and_that_of_a_living_one_is_not() {
        store("trials/pivot-1#0a");
        sweepAll();
        assertThat(stored()).containsExactly("trials/pivot-1#0a");
        ahead = Duration.ofHours(2);
        sweepAll();
        assertThat(stored()).isEmpty();
    }

    @Test
    void what_may_still_be_reported_is_not_swept() {
        Job job = admitted(1);
        succeeded(job, 0);
        superseded(job, 0);
        sweepAll();
        assertThat(stored())
                .contains(key("results", job, 0, "9-9"), key("results", job, 0, "1-1"))
                .doesNotContain(key("pivots", job, 0, "1-1"));
    }

    @Test
    void a_sweep_goes_on_where_the_last_one_stopped() {
        Job job = admitted(7);
        for (int i = 0; i < 7; i++) {
            succeeded(job, i);
            superseded(job, i);
        }
        ahead = Duration.ofHours(2);
        List<Integer> deleted = new ArrayList<>();
        do {
            deleted.add(retention.sweep(2).objects());
        } while (deleted.size() < 40 && !stored().equals(named()));
        assertThat(deleted).allMatch(each -> each <= 10);
        assertThat(stored()).isEqualTo(named());
        assertThat(retention.sweep(2).nothing()).isTrue();
    }

    @Test
    void previews_then_results_then_jobs_go_when_their_time_is_over() {
        Job job = admitted(2);
        succeeded(job, 0);
        succeeded(job, 1);
        ahead = DAY.multipliedBy(9);
        sweepAll();
        assertThat(stored()).hasSize(4);

        ahead = DAY.multipliedBy(11);
        sweepAll();
        assertThat(stored()).containsExactlyInAnyOrder(key("results", job, 0, "1-1"), key("results", job, 1, "1-1"));

        ahead = DAY.multipliedBy(21);
        sweepAll();
        assertThat(stored()).isEmpty();
        Job kept = reader.find(Demand.DEFAULT_TENANT, job.id()).orElseThrow();
        assertThat(kept.status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(kept.images()).extracting(Image::result).containsOnly(Optional.empty());

        ahead = DAY.multipliedBy(31);
        assertThat(sweepAll()).isEqualTo(1);
        assertThat(reader.find(Demand.DEFAULT_TENANT, job.id())).isEmpty();
        assertThat(rows()).isZero();
    }

    @Test
    void a_job_that_has_not_finished_stays_however_old_it_is() {
        Job job = admitted(2);
        succeeded(job, 0);
        ahead = DAY.multipliedBy(400);
        sweepAll();
        assertThat(reader.find(Demand.DEFAULT_TENANT, job.id())).isPresent();
        assertThat(stored()).contains(key("results", job, 0, "1-1"));
    }

    @Test
    void an_idempotency_key_can_be_used_again_after_its_time() {
        NewJob first = Jobs.keyed("k", "a");
        admission.admit(first);
        sweepAll();
        assertThat(admission.admit(Jobs.keyed("k", "b"))).isEqualTo(new Admission.Conflict(first.id()));
        ahead = DAY.plusHours(1);
        assertThat(retention.sweep(10).idempotencyKeys()).isEqualTo(1);
        assertThat(admission.admit(Jobs.keyed("k", "b"))).isInstanceOf(Admission.Accepted.class);
    }

    @Test
    void a_job_is_deleted_on_request_once_its_images_have_ended() {
        Job job = admitted(2);
        succeeded(job, 0);
        refining(job, 1);
        superseded(job, 1);
        assertThat(new JobDeletion(database, time).request(Demand.DEFAULT_TENANT, job.id()))
                .isTrue();
        assertThat(new JobDeletion(database, time).request(Demand.DEFAULT_TENANT, UUID.randomUUID()))
                .isFalse();
        assertThat(reader.find(Demand.DEFAULT_TENANT, job.id())).isEmpty();
        assertThat(reader.page(Demand.DEFAULT_TENANT, JobFilter.ALL, 10, Optional.empty())
                        .jobs())
                .isEmpty();
        assertThat(retention.sweep(10).jobs()).isZero();
        assertThat(transactions.<Boolean>run(
                        "look",
                        sql -> sql.first(
                                        "select cancel_requested_at is not null from himar.job",
                                        row -> row.getBoolean(1))
                                .orElseThrow()))
                .isTrue();

        ended(job, 1, "CANCELLED");
        assertThat(retention.sweep(10).jobs()).isEqualTo(1);
        assertThat(stored()).isEmpty();
        assertThat(rows()).isZero();
    }

    @Test
    void a_kept_pivot_stays_with_its_preview_and_its_job_until_its_time_is_over() {
        Job job = kept(1, Duration.ofDays(40));
        ended(job, 0, "FAILED");
        store(key("previews", job, 0, "1-1"));
        ahead = DAY.multipliedBy(39);
        sweepAll();
        assertThat(stored()).containsExactly(key("pivots", job, 0, "1-1"), key("previews", job, 0, "1-1"));
        assertThat(reader.find(Demand.DEFAULT_TENANT, job.id())).isPresent();

        ahead = DAY.multipliedBy(41);
        sweepAll();
        assertThat(stored()).isEmpty();
        assertThat(reader.find(Demand.DEFAULT_TENANT, job.id())).isEmpty();
    }

    @Test
    void what_an_image_began_with_is_not_deleted_with_it() {
        Job source = kept(1, DAY);
        succeeded(source, 0);
        Job refined = admitted(1);
        succeeded(refined, 0);
        String pivot = key("pivots", source, 0, "1-1");
        String preview = key("previews", source, 0, "1-1");
        transactions.run(
                "write",
                sql -> sql.update(
                        "update himar.image set source_pivot = ?, pivot_seed = 1, pivot_key = ?, preview_key = ?"
                                + " where job_id = ?",
                        source.images().get(0).id(),
                        pivot,
                        preview,
                        refined.id()));
        assertThat(new JobDeletion(database, time).request(Demand.DEFAULT_TENANT, refined.id()))
                .isTrue();
        sweepAll();

        assertThat(stored()).contains(pivot, preview);
        assertThat(reader.find(Demand.DEFAULT_TENANT, refined.id())).isEmpty();
    }

    @Test
    void an_image_keeps_the_preview_of_the_pivot_that_it_began_with_when_the_generation_of_that_is_deleted() {
        Job source = kept(1, DAY);
        succeeded(source, 0);
        Job refined = refinedOf(source);
        assertThat(new JobDeletion(database, time).request(Demand.DEFAULT_TENANT, source.id()))
                .isTrue();
        ahead = Duration.ofHours(2);
        sweepAll();

        String preview = reader.find(Demand.DEFAULT_TENANT, refined.id())
                .orElseThrow()
                .images()
                .get(0)
                .previewKey()
                .orElseThrow();
        assertThat(objects.get(preview)).isEqualTo(BYTES);
        assertThat(stored()).noneMatch(key -> key.contains(source.id().toString()));

        new JobDeletion(database, time).request(Demand.DEFAULT_TENANT, refined.id());
        sweepAll();
        assertThat(stored()).isEmpty();
    }

    @Test
    void an_image_keeps_the_preview_of_its_pivot_when_the_time_of_that_ones_preview_is_over() {
        Job source = admitted(1);
        succeeded(source, 0);
        ahead = DAY.multipliedBy(5);
        Job refined = refinedOf(source);
        ahead = DAY.multipliedBy(11);
        sweepAll();
        assertThat(stored())
                .doesNotContain(key("previews", source, 0, "1-1"))
                .anyMatch(key -> key.startsWith("previews/" + refined.id()));
        ahead = DAY.multipliedBy(16);
        sweepAll();
        assertThat(stored()).noneMatch(key -> key.startsWith("previews/"));
    }

    @Test
    void what_was_counted_of_tenants_goes_when_nobody_asks_for_it_any_more() {
        transactions.run("count", sql -> {
            for (String table : List.of("tenant_day", "deleted_images")) {
                sql.update("insert into himar." + table
                        + " values ('acme', current_date, 1), ('acme', current_date - 3, 1)");
            }
            sql.update("insert into himar.asked_images values ('acme', current_date, 1, 1),"
                    + " ('acme', current_date, 2, 1), ('acme', current_date - 3, 1, 1)");
            sql.update("insert into himar.usage_day values ('acme', current_date, 'digits', 'PIVOT', 1, 1),"
                    + " ('acme', current_date - 59, 'digits', 'PIVOT', 1, 1),"
                    + " ('acme', current_date - 62, 'digits', 'PIVOT', 1, 1)");
            return sql.update(
                    "insert into himar.rate_bucket values ('full', null, ?), ('in use', null, ?)",
                    Instant.now().minusSeconds(60).toEpochMilli(),
                    Instant.now().plusSeconds(60).toEpochMilli());
        });

        assertThat(retention.sweep(10).counts()).isEqualTo(5);

        assertThat(count("asked_images")).isEqualTo(2);
        assertThat(count("tenant_day")).isEqualTo(1);
        assertThat(count("deleted_images")).isEqualTo(1);
        assertThat(count("usage_day")).isEqualTo(2);
        assertThat(count("rate_bucket")).isEqualTo(1);
        assertThat(retention.sweep(10).nothing()).isTrue();
    }

    @Test
    void the_spent_pivot_of_an_image_that_began_with_a_kept_one_is_forgotten_and_not_deleted() {
        Job source = kept(1, DAY);
        succeeded(source, 0);
        Job refined = admitted(1);
        succeeded(refined, 0);
        String pivot = key("pivots", source, 0, "1-1");
        transactions.run(
                "write",
                sql -> sql.update(
                        "update himar.image set source_pivot = ?, pivot_seed = 1, pivot_key = ? where job_id = ?",
                        source.images().get(0).id(),
                        pivot,
                        refined.id()));
        sweepAll();

        assertThat(stored()).contains(pivot);
        List<String> keys = transactions.run(
                "read",
                sql -> sql.list(
                        "select pivot_key from himar.image where job_id = ?",
                        row -> String.valueOf(row.getString(1)),
                        refined.id()));
        assertThat(keys).containsExactly("null");
    }

    @Test
    void while_object_storage_is_away_no_row_forgets_its_objects() {
        Job job = admitted(1);
        succeeded(job, 0);
        Set<String> before = named();
        ahead = DAY.multipliedBy(31);
        try (ObjectStore away = new ObjectStore(config(URI.create("http://127.0.0.1:1")), Clock.systemUTC())) {
            Retention helpless = new Retention(database, time, away, POLICY);
            assertThatThrownBy(() -> helpless.sweep(10)).isInstanceOf(ObjectStoreException.class);
        }
        assertThat(named()).isEqualTo(before);
        sweepAll();
        assertThat(stored()).isEmpty();
    }

    private int sweepAll() {
        int jobs = 0;
        Swept swept;
        do {
            swept = retention.sweep(1000);
            jobs += swept.jobs();
        } while (!swept.nothing());
        return jobs;
    }

    private Job admitted(int count) {
        return ((Admission.Accepted) admission.admit(Jobs.of(count))).job();
    }

    private Job kept(int count, Duration time) {
        NewJob job = Jobs.with(new PivotPolicy(false, Optional.of(time)), List.of(), NewJob.seeds(100, count));
        return ((Admission.Accepted) admission.admit(job)).job();
    }

    /** A picture that was made of the pivot of another's first image, whose preview it shows. */
    private Job refinedOf(Job source) {
        Job refined = admitted(1);
        store(key("results", refined, 0, "1-1"));
        update(refined, 0, "state = 'SUCCEEDED', finished_at = ?, lease_until = null", "results");
        transactions.run(
                "write",
                sql -> sql.update(
                        "update himar.image set source_pivot = ?, pivot_seed = 1, pivot_key = null, preview_key = ?"
                                + " where job_id = ?",
                        source.images().get(0).id(),
                        key("previews", source, 0, "1-1"),
                        refined.id()));
        return refined;
    }

    private int count(String table) {
        return transactions.run(
                "count",
                sql -> sql.first("select count(*) from himar." + table, row -> row.getInt(1))
                        .orElseThrow());
    }

    private void succeeded(Job job, int index) {
        storeOwn(job, index, "results");
        update(job, index, "state = 'SUCCEEDED', finished_at = ?, lease_until = null", "results");
    }

    private void ended(Job job, int index, String state) {
        storeOwn(job, index, "partials");
        update(job, index, "state = '" + state + "', finished_at = ?, lease_until = null", null);
    }

    private void refining(Job job, int index) {
        storeOwn(job, index, "previews");
        update(job, index, "state = 'REFINING', lease_until = ?", null);
    }

    private void storeOwn(Job job, int index, String kind) {
        store(key("previews", job, index, "1-1"));
        store(key("pivots", job, index, "1-1"));
        store(key(kind, job, index, "1-1"));
    }

    private void superseded(Job job, int index) {
        ObjectKinds.ALL.forEach(kind -> store(key(kind, job, index, "9-9")));
    }

    private void update(Job job, int index, String assignments, String result) {
        transactions.run(
                "write",
                sql -> sql.update(
                        "update himar.image set " + assignments + ", result_key = ?, preview_key = ?, pivot_key = ?"
                                + " where job_id = ? and image_index = ?",
                        time.now(sql),
                        result == null ? null : key("results", job, index, "1-1"),
                        key("previews", job, index, "1-1"),
                        key("pivots", job, index, "1-1"),
                        job.id(),
                        index));
    }

    private static String key(String kind, Job job, int index, String attempt) {
        return kind + "/" + job.id() + "/" + job.images().get(index).id() + "/" + attempt + ".bin";
    }

    private void store(String key) {
        objects.put(key, BYTES, "application/octet-stream");
    }

    private Set<String> stored() {
        Set<String> keys = new TreeSet<>();
        objects.list("", "", 10_000).stream().map(StoredObject::key).forEach(keys::add);
        return keys;
    }

    /** What rows name. */
    private Set<String> named() {
        List<String> keys = transactions.run("read", sql -> sql.list("""
                        select key from himar.image,
                          unnest(array[result_key, preview_key, pivot_key, partial_key]) as k (key)
                        where key is not null""", row -> row.getString(1)));
        return new TreeSet<>(keys);
    }

    private int rows() {
        return transactions.run(
                "count", sql -> sql.first("""
                        select (select count(*) from himar.job) + (select count(*) from himar.image)
                          + (select count(*) from himar.image_event)""", row -> row.getInt(1)).orElseThrow());
    }

    private static ObjectStoreConfig config(URI endpoint) {
        return new ObjectStoreConfig(
                endpoint, endpoint, "himar-results", storage.region(), storage.accessKey(), storage.secretKey());
    }
}
