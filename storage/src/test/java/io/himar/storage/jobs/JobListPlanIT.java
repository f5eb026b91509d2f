package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.Migrations;
import io.himar.storage.jobs.JobFilter.Standing;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A page of 30,000 jobs costs as few reads of pages of the database as one of a hundred, whatever is asked for. */
class JobListPlanIT {
    private static final int JOBS = 30_000;
    /** Twenty jobs, each on a page of its own, with the pages of an index that lead there, and a good deal more. */
    private static final int FEW = 400;

    private static final Pattern READ = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");

    private static DataSource database;

    @BeforeAll
    static void many_jobs() {
        database = TestDatabase.another();
        Migrations.apply(database);
        new JobAdmission(database, TimeSource.database()).admit(Jobs.of(1));
        Transactions transactions = new Transactions(database);
        transactions.run("copy a job", sql -> sql.update("""
                insert into himar.job
                select (jsonb_populate_record(j, jsonb_build_object(
                  'id', gen_random_uuid(),
                  'created_at', j.created_at - i * interval '1 second',
                  'model', case when i %% 1000 = 0 then 'rare' else 'usual' end,
                  'status', case when i < 50 then 'QUEUED' when i %% 5000 = 0 then 'FAILED' else 'SUCCEEDED' end,
                  'metadata', jsonb_build_object('user', 'user-' || i %% 30000, 'kind', 'test')))).*
                from himar.job j, generate_series(1, %d) as i""".formatted(JOBS)));
        transactions.run("analyse", sql -> sql.update("analyze himar.job, himar.job_metadata"));
    }

    @AfterAll
    static void forget() {
        new Transactions(database).run("empty", sql -> sql.update("truncate himar.job cascade"));
    }

    static Stream<JobFilter> filters() {
        Optional<Instant> time = Optional.of(Instant.now().minusSeconds(JOBS / 2));
        Optional<Standing> none = Optional.empty();
        return Stream.concat(
                Stream.of(Standing.values()).map(each -> filter(Optional.of(each), Optional.empty(), Map.of())),
                Stream.of(
                        JobFilter.ALL,
                        filter(none, Optional.of("rare"), Map.of()),
                        filter(none, Optional.of("usual"), Map.of()),
                        filter(none, Optional.of("missing"), Map.of()),
                        filter(none, Optional.empty(), Map.of("user", "user-777")),
                        filter(none, Optional.empty(), Map.of("user", "nobody")),
                        filter(none, Optional.empty(), Map.of("kind", "test")),
                        filter(Optional.of(Standing.SUCCEEDED), Optional.of("usual"), Map.of("kind", "test")),
                        new JobFilter(none, Optional.empty(), time, Optional.empty(), Map.of()),
                        new JobFilter(none, Optional.empty(), Optional.empty(), time, Map.of())));
    }

    private static JobFilter filter(Optional<Standing> standing, Optional<String> model, Map<String, String> metadata) {
        return new JobFilter(standing, model, Optional.empty(), Optional.empty(), metadata);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void a_page_costs_few_reads(JobFilter filter) {
        assertThat(reads(filter, Optional.empty())).isLessThan(FEW);
        Instant middle = Instant.now().minusSeconds(JOBS / 2);
        assertThat(reads(filter, Optional.of(new JobPage.Cursor(middle, UUID.randomUUID()))))
                .isLessThan(FEW);
    }

    private static int reads(JobFilter filter, Optional<JobPage.Cursor> from) {
        JobQuery query = JobQuery.of(Demand.DEFAULT_TENANT, filter, from, 21);
        String plan = new Transactions(database)
                .run(
                        Demand.DEFAULT_TENANT,
                        "explain",
                        sql -> sql
                                .list(
                                        "explain (analyze, buffers) " + query.sql(),
                                        row -> row.getString(1),
                                        query.parameters())
                                .stream()
                                .collect(Collectors.joining("\n")));
        Matcher read = READ.matcher(plan);
        assertThat(read.find()).as(plan).isTrue();
        int pages = Integer.parseInt(read.group(1)) + (read.group(2) == null ? 0 : Integer.parseInt(read.group(2)));
        if (pages >= FEW) {
            throw new AssertionError(filter + " reads " + pages + " pages:\n" + plan);
        }
        return pages;
    }
}
