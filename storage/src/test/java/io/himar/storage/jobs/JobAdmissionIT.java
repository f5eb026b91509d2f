package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.contracts.ImageState;
import io.himar.contracts.JobStatus;
import io.himar.storage.sql.StorageException;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class JobAdmissionIT {
    private final DataSource database = TestDatabase.empty();
    private final SettableClock clock = new SettableClock();
    private final JobAdmission admission = new JobAdmission(database, TimeSource.of(clock));
    private final JobReader reader = new JobReader(database);

    @Test
    void an_admitted_job_is_read_back_whole() {
        NewJob request = Jobs.of(3);
        Job job = accepted(admission.admit(request));

        assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(job.createdAt()).isEqualTo(clock.instant());
        assertThat(job.pivot()).isEqualTo(Jobs.PIVOT);
        assertThat(job.refine()).isEqualTo(Jobs.REFINE);
        assertThat(job.images()).extracting(Image::seed).containsExactly(100L, 101L, 102L);
        assertThat(job.images()).extracting(Image::index).containsExactly(0, 1, 2);
        assertThat(job.finishedAt()).isEmpty();
        assertThat(reader.find(Demand.DEFAULT_TENANT, request.id())).contains(job);
        assertThat(reader.find(Demand.DEFAULT_TENANT, UUID.randomUUID())).isEmpty();
    }

    @Test
    void admission_is_the_first_event_of_every_image() {
        Job job = accepted(admission.admit(Jobs.of(2)));

        List<ImageChange> changes = reader.changes(Demand.DEFAULT_TENANT, job.id(), 0, 10);
        assertThat(changes).extracting(ImageChange::state).containsOnly(ImageState.QUEUED);
        assertThat(changes).extracting(ImageChange::index).containsExactly(0, 1);
        assertThat(reader.changes(
                        Demand.DEFAULT_TENANT, job.id(), changes.get(0).id(), 10))
                .containsExactly(changes.get(1));
    }

    @Test
    void the_same_request_under_the_same_key_gives_the_first_job() {
        Job first = accepted(admission.admit(Jobs.keyed("k", "a")));

        assertThat(admission.admit(Jobs.keyed("k", "a"))).isEqualTo(new Admission.Repeated(first));
        assertThat(admission.admit(Jobs.keyed("k", "b"))).isEqualTo(new Admission.Conflict(first.id()));
        assertThat(reader.page(Demand.DEFAULT_TENANT, JobFilter.ALL, 10, Optional.empty())
                        .jobs())
                .containsExactly(first);
    }

    @Test
    void of_many_racing_requests_under_one_key_one_is_admitted() {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<CompletableFuture<Admission>> racing = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            racing.add(CompletableFuture.supplyAsync(() -> admission.admit(Jobs.keyed("race", "a")), threads));
        }
        List<Admission> results = racing.stream().map(CompletableFuture::join).toList();
        threads.shutdown();

        assertThat(results).filteredOn(Admission.Accepted.class::isInstance).hasSize(1);
        assertThat(results).noneMatch(Admission.Conflict.class::isInstance);
    }

    @Test
    void a_key_that_is_forgotten_while_it_is_used_again_troubles_nobody() {
        Transactions transactions = new Transactions(database);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<CompletableFuture<Admission>> racing = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            racing.add(CompletableFuture.supplyAsync(() -> admission.admit(Jobs.keyed("race", "a")), threads));
        }
        threads.shutdown();
        while (!racing.stream().allMatch(CompletableFuture::isDone)) {
            transactions.run(
                    "forget",
                    sql -> sql.update("update himar.job set idempotency_key = null, request_fingerprint = null"
                            + " where idempotency_key is not null"));
        }
        assertThat(racing).noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void pages_go_from_the_newest_to_the_oldest_without_a_gap() {
        List<UUID> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clock.advance(i == 3 ? Duration.ZERO : Duration.ofSeconds(1));
            newestFirst.add(0, accepted(admission.admit(Jobs.of(1))).id());
        }
        List<UUID> seen = new ArrayList<>();
        Optional<JobPage.Cursor> from = Optional.empty();
        do {
            JobPage page = reader.page(
                    Demand.DEFAULT_TENANT, JobFilter.ALL, 2, from.map(c -> JobPage.Cursor.decode(c.encoded())));
            page.jobs().forEach(job -> seen.add(job.id()));
            from = page.next();
        } while (from.isPresent());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(newestFirst).doesNotHaveDuplicates();
        assertThat(seen.get(0)).isEqualTo(newestFirst.get(0));
        assertThat(seen.get(4)).isEqualTo(newestFirst.get(4));
    }

    @Test
    void a_cursor_of_someone_elses_making_is_refused() {
        assertThatThrownBy(() -> JobPage.Cursor.decode("!")).hasMessageContaining("cursor: !");
        assertThatThrownBy(() -> JobPage.Cursor.decode("YWJj")).hasMessageContaining("cursor: YWJj");
        String beyond = new JobPage.Cursor(Instant.MAX, UUID.randomUUID()).encoded();
        assertThatThrownBy(() -> JobPage.Cursor.decode(beyond)).hasMessageContaining("cursor: ");
    }

    @Test
    void deadlines_are_reckoned_from_the_admission_by_the_clock_of_the_database() {
        Instant finish = clock.instant().plusSeconds(500);
        DeadlinesAsked asked = new DeadlinesAsked(
                Optional.of(new Due.Within(Duration.ofSeconds(30))), Optional.of(new Due.At(finish)));
        Deadlines deadlines = accepted(admission.admit(Jobs.due(1, asked))).deadlines();
        assertThat(deadlines.startBy()).contains(clock.instant().plusSeconds(30));
        assertThat(deadlines.finishBy()).contains(finish);
        assertThat(accepted(admission.admit(Jobs.of(1))).deadlines().first()).isEmpty();
    }

    @Test
    void a_default_holds_where_no_deadline_is_asked_for() {
        Due soon = new Due.Within(Duration.ofSeconds(1));
        Due later = new Due.Within(Duration.ofDays(1));
        DeadlinesAsked defaults = new DeadlinesAsked(Optional.empty(), Optional.of(later));
        assertThat(DeadlinesAsked.NONE.orElse(defaults)).isEqualTo(defaults);
        assertThat(new DeadlinesAsked(Optional.empty(), Optional.of(soon))
                        .orElse(defaults)
                        .finish())
                .contains(soon);
    }

    @Test
    void a_deadline_that_cannot_be_meant_is_refused() {
        assertThatThrownBy(() -> new Due.Within(Duration.ZERO)).hasMessageContaining("time: PT0S (expected: > 0");
        assertThatThrownBy(() -> new Due.Within(Due.LONGEST.plusNanos(1))).hasMessageContaining("at most PT87600H");
        assertThatThrownBy(() -> new Due.At(Instant.MAX)).hasMessageContaining("at most 9999-12-31T23:59:59Z");
    }

    @Test
    void a_job_keeps_its_seeds_its_priority_and_what_the_client_notes_of_it() {
        NewJob asked = new NewJob(
                UUID.randomUUID(),
                "digits",
                7,
                "seven",
                List.of(9L, 1L, Long.MAX_VALUE),
                PivotPolicy.USED_UP,
                List.of(),
                Jobs.PIVOT,
                Jobs.REFINE,
                new Demand(Demand.DEFAULT_TENANT, Priority.URGENT, 1, 1),
                DeadlinesAsked.NONE,
                Map.of("user", "Zoë \"\\{}", "empty", ""),
                Optional.empty());

        Job job = accepted(admission.admit(asked));

        assertThat(job.images()).extracting(Image::seed).containsExactly(9L, 1L, Long.MAX_VALUE);
        assertThat(job.baseSeed()).isEqualTo(9);
        assertThat(job.priority()).isEqualTo(Priority.URGENT);
        assertThat(job.metadata()).isEqualTo(asked.metadata());
        assertThat(reader.find(Demand.DEFAULT_TENANT, job.id())).contains(job);
    }

    @Test
    void a_job_has_at_least_one_image() {
        assertThatThrownBy(() -> Jobs.of(0)).hasMessage("seeds: none (expected: at least one)");
    }

    @Test
    void an_unreachable_database_is_named_as_the_trouble() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/himar");

        assertThatThrownBy(() -> new JobReader(nowhere).find(Demand.DEFAULT_TENANT, UUID.randomUUID()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("cannot read job");
    }

    private static Job accepted(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Accepted.class);
        return ((Admission.Accepted) admission).job();
    }
}
