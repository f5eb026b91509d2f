package io.himar.storage.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.PostgresImageTables;
import io.himar.storage.images.RetryPolicy;
import io.himar.storage.images.Trigger;
import io.himar.storage.jobs.Admission;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.JobCancellation;
import io.himar.storage.jobs.Jobs;
import io.himar.storage.jobs.NewJob;
import io.himar.storage.jobs.SettableClock;
import io.himar.storage.jobs.TestDatabase;
import io.himar.storage.sql.Sql;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class WebhooksIT {
    private static final String TENANT = Jobs.of(1).demand().tenant();
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Verdict AGAIN = new Verdict.Again(Duration.ofSeconds(5), false);

    private final DataSource database = TestDatabase.empty();
    private final SettableClock clock = new SettableClock();
    private final TimeSource time = TimeSource.of(clock);
    private final JobAdmission admission = new JobAdmission(database, time);
    private final DeliveryQueue queue = new DeliveryQueue(database, time);
    private final DeliveryLog log = new DeliveryLog(database, time);
    private final WebhookSecrets secrets = new WebhookSecrets(database, time);
    private final DisabledEndpoints disabled = new DisabledEndpoints(database);

    @Test
    void the_end_of_a_job_is_put_into_the_queue_and_taken_by_one() {
        Job job = admitted("https://a.example/hook");
        assertThat(take(10)).isEmpty();

        cancel(job);

        assertThat(take(10)).singleElement().satisfies(delivery -> {
            assertThat(delivery.jobId()).isEqualTo(job.id());
            assertThat(delivery.event()).isEqualTo("generation.canceled");
            assertThat(delivery.host()).isEqualTo("a.example");
            assertThat(delivery.occurredAt()).isEqualTo(clock.instant());
            assertThat(delivery.body()).isEmpty();
        });
        assertThat(take(10)).isEmpty();
    }

    @Test
    void an_end_that_nobody_wants_to_hear_of_is_not_told() {
        cancel(admitted(new JobWebhook("https://a.example/", List.of("generation.failed"))));
        cancel(admit(Jobs.of(1)));

        assertThat(take(10)).isEmpty();
    }

    @Test
    void what_was_taken_and_not_ended_is_taken_again_after_its_lease() {
        cancel(admitted("https://a.example/"));
        Delivery lost = take(1).get(0);
        assertThat(queue.keepBody(lost, "first")).isEqualTo("first");
        clock.advance(LEASE);

        Delivery again = take(1).get(0);

        assertThat(again.id()).isEqualTo(lost.id());
        assertThat(again.body()).contains("first");
        assertThat(queue.keepBody(again, "second")).isEqualTo("first");
        queue.ended(lost, attempt(500), new Verdict.GivenUp());
        assertThat(logged(lost).state()).as("a late failure").isEqualTo(DeliveryState.WAITING);
        queue.ended(lost, attempt(200), new Verdict.Delivered());
        assertThat(logged(lost).state()).as("a late success").isEqualTo(DeliveryState.DELIVERED);
        assertThat(logged(lost).attempts())
                .extracting(Attempt::status)
                .containsExactly(Optional.of(500), Optional.of(200));
    }

    @Test
    void a_failed_one_is_due_when_the_schedule_says() {
        cancel(admitted("https://a.example/"));
        queue.ended(take(1).get(0), attempt(500), AGAIN);
        assertThat(take(1)).isEmpty();

        clock.advance(Duration.ofSeconds(5));

        assertThat(take(1))
                .singleElement()
                .satisfies(next -> assertThat(next.tries()).isEqualTo(1));
    }

    @Test
    void a_host_gets_no_more_than_its_share_and_does_not_stop_the_others() {
        for (int i = 0; i < 5; i++) {
            cancel(admitted("https://slow.example/" + i));
        }
        cancel(admitted("https://quick.example/"));

        assertThat(take(10, Map.of("slow.example", 1)))
                .extracting(Delivery::host)
                .containsExactlyInAnyOrder("slow.example", "quick.example");
        assertThat(take(10, Map.of("slow.example", 2))).isEmpty();
    }

    @Test
    void an_endpoint_that_asks_for_rest_gets_it_for_all_that_waits() {
        cancel(admitted("https://a.example/"));
        cancel(admitted("https://a.example/"));
        queue.ended(take(1).get(0), attempt(429), new Verdict.Again(Duration.ofMinutes(1), true));
        assertThat(take(10)).isEmpty();

        clock.advance(Duration.ofMinutes(1));

        assertThat(take(10)).hasSize(2);
    }

    @Test
    void an_endpoint_that_is_gone_is_sent_nothing_until_it_is_enabled() {
        cancel(admitted("https://a.example/"));
        cancel(admitted("https://a.example/"));
        queue.ended(take(1).get(0), attempt(410), new Verdict.EndpointGone());
        Job later = admitted("https://a.example/");
        cancel(later);

        assertThat(take(10)).isEmpty();
        assertThat(log.page(TENANT, Optional.of(DeliveryState.DISABLED), Optional.empty(), 10))
                .hasSize(3);
        UUID id = disabled.list(TENANT, 10).get(0).id();
        assertThat(disabled.enable("another", id)).isFalse();
        assertThat(disabled.enable(TENANT, id)).isTrue();
        cancel(admitted("https://a.example/"));
        assertThat(take(10)).hasSize(1);
        log.resend(TENANT, log.of(TENANT, later.id()).get(0).id());
        assertThat(take(10)).extracting(Delivery::jobId).containsExactly(later.id());
    }

    @Test
    void the_log_is_read_by_pages_and_forgotten_in_time() {
        for (int i = 0; i < 3; i++) {
            cancel(admitted("https://a.example/"));
            clock.advance(Duration.ofSeconds(1));
        }
        take(10).forEach(this::delivered);
        take(10).forEach(this::delivered);

        List<LoggedDelivery> first = log.page(TENANT, Optional.empty(), Optional.empty(), 2);
        List<LoggedDelivery> second =
                log.page(TENANT, Optional.empty(), Optional.of(first.get(1).id()), 2);
        assertThat(first).hasSize(2);
        assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
        assertThat(log.page("another", Optional.empty(), Optional.empty(), 10)).isEmpty();

        assertThat(log.forget(Duration.ofDays(1), 10)).isZero();
        clock.advance(Duration.ofDays(1));
        assertThat(log.forget(Duration.ofDays(1), 10)).isEqualTo(3);
    }

    @Test
    void the_database_itself_keeps_tenants_apart() {
        cancel(admitted("https://a.example/"));
        queue.ended(take(1).get(0), attempt(410), new Verdict.EndpointGone());
        for (String table : List.of("", "_secret", "_disabled", "_delivery", "_attempt")) {
            String count = "select count(*) from himar.webhook" + table;
            assertThat(count(TENANT, count)).as(table).isEqualTo(1);
            assertThat(count("another", count)).as(table).isZero();
        }
    }

    private long count(String tenant, String query) {
        return new Transactions(database)
                .run(
                        tenant,
                        "count",
                        sql -> sql.first(query, row -> row.getLong(1)).orElseThrow());
    }

    @Test
    void a_long_queue_of_one_host_is_not_read_to_find_what_is_due_of_others() {
        new Transactions(database).run("write a long queue", sql -> {
            sql.update("""
                    insert into himar.webhook_delivery (tenant, job_id, url, host, event, occurred_at, due_at)
                    select 'local', gen_random_uuid(), 'https://slow.example/', 'slow.example', 'generation.failed',
                      now(), now() from generate_series(1, 20000)""");
            return sql.update("""
                    insert into himar.webhook_delivery (tenant, job_id, url, host, event, occurred_at, due_at)
                    select 'local', gen_random_uuid(), 'https://x/', 'host' || i || '.example', 'generation.failed',
                      now(), now() + interval '1 hour' from generate_series(1, 100) i""");
        });
        new Transactions(database).run("analyse", sql -> sql.update("analyze himar.webhook_delivery"));

        String plan = new Transactions(database)
                .run(
                        "explain",
                        sql -> String.join(
                                "\n",
                                sql.list(
                                        "explain (analyze) " + DeliveryQueue.TAKE,
                                        row -> row.getString(1),
                                        new String[] {"slow.example"},
                                        Sql.Column.of("int4", List.of(4), n -> n),
                                        Instant.now(),
                                        4,
                                        32,
                                        Instant.now())));

        assertThat(plan).doesNotContain("Seq Scan on webhook_delivery").doesNotContain("rows=20000");
    }

    @Test
    void what_waits_and_since_when_is_known() {
        assertThat(log.figures()).isEqualTo(new DeliveryLog.Figures(0, Duration.ZERO));
        cancel(admitted("https://a.example/"));
        clock.advance(Duration.ofMinutes(3));
        assertThat(log.figures()).isEqualTo(new DeliveryLog.Figures(1, Duration.ofMinutes(3)));
    }

    @Test
    void what_was_told_of_a_job_is_deleted_with_it() {
        Job job = admitted("https://a.example/");
        cancel(job);
        Job untold = admitted("https://a.example/");
        cancel(untold);
        delivered(take(1).get(0));

        delete(job);
        delete(untold);

        assertThat(log.of(TENANT, job.id())).isEmpty();
        assertThat(log.of(TENANT, untold.id())).hasSize(1);
    }

    @Test
    void the_secret_before_signs_beside_the_new_one_for_a_time() {
        assertThat(secrets.live(TENANT)).isEmpty();
        admitted("https://a.example/");
        WebhookSecret first = secrets.live(TENANT).get(0);

        WebhookSecret second = secrets.rotate(TENANT, Duration.ofHours(1)).orElseThrow();

        assertThat(secrets.live(TENANT))
                .extracting(WebhookSecret::secret)
                .containsExactly(second.secret(), first.secret());
        assertThat(secrets.rotate(TENANT, Duration.ofHours(1))).as("a third").isEmpty();
        assertThat(secrets.end(TENANT, second.id())).as("the current one ends").isFalse();
        clock.advance(Duration.ofHours(1));
        assertThat(secrets.live(TENANT)).extracting(WebhookSecret::id).containsExactly(second.id());
        assertThat(secrets.rotate(TENANT, Duration.ofHours(1))).isPresent();
        assertThat(secrets.end(TENANT, second.id())).isTrue();
        assertThat(secrets.live(TENANT)).hasSize(1);
    }

    private List<Delivery> take(int most) {
        return take(most, Map.of());
    }

    private List<Delivery> take(int most, Map<String, Integer> busy) {
        return queue.take(most, busy, 2, LEASE);
    }

    private void delivered(Delivery delivery) {
        queue.ended(delivery, attempt(200), new Verdict.Delivered());
    }

    private LoggedDelivery logged(Delivery delivery) {
        return log.find(TENANT, delivery.id()).orElseThrow();
    }

    private Attempt attempt(int status) {
        return new Attempt(clock.instant(), Duration.ofMillis(20), Optional.of(status), Optional.empty());
    }

    private Job admitted(String url) {
        return admitted(new JobWebhook(url, List.of()));
    }

    private Job admitted(JobWebhook webhook) {
        NewJob plain = Jobs.of(1);
        return admit(new NewJob(
                plain.id(),
                plain.model(),
                plain.motif(),
                plain.seeds(),
                plain.pivots(),
                plain.sources(),
                plain.pivot(),
                plain.refine(),
                plain.demand(),
                plain.deadlines(),
                plain.metadata(),
                plain.idempotency(),
                Optional.of(webhook)));
    }

    private Job admit(NewJob job) {
        return ((Admission.Accepted) admission.admit(job)).job();
    }

    private void cancel(Job job) {
        new JobCancellation(database, time).request(TENANT, job.id());
        ImageTables tables = new PostgresImageTables(database, time);
        ImageLife life = new ImageLife(new RetryPolicy(1, 1, Duration.ZERO, Duration.ZERO), () -> 0);
        tables.transaction("cancel", table -> {
            List<ImageRow> before =
                    table.lock(job.images().stream().map(Image::id).toList());
            List<ImageRow> after = before.stream()
                    .map(image -> life.apply(image, image.epoch(), new Trigger.CancelRequested(), table.now())
                            .orElseThrow())
                    .toList();
            table.save(before, after);
            return after;
        });
    }

    private void delete(Job job) {
        new Transactions(database).run("delete", sql -> {
            sql.update("delete from himar.image_event where job_id = ?", job.id());
            sql.update("delete from himar.image where job_id = ?", job.id());
            return sql.update("delete from himar.job where id = ?", job.id());
        });
    }
}
