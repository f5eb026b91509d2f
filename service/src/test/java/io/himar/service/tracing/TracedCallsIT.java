package io.himar.service.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.himar.servers.PostgresServer;
import io.himar.storage.objects.BucketAddress;
import io.himar.storage.objects.ObjectCalls;
import io.himar.storage.objects.ObjectCredentials;
import io.himar.storage.objects.ObjectStore;
import io.himar.storage.objects.ObjectStoreConfig;
import io.himar.storage.objects.ObjectStoreException;
import io.himar.storage.sql.StorageException;
import io.himar.storage.sql.Transactions;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracedCallsIT {
    private static final Queue<SpanData> SPANS = new ConcurrentLinkedQueue<>();
    private static final OpenTelemetry TELEMETRY = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .setSampler(new EvenSampler(1))
                    .addSpanProcessor(SimpleSpanProcessor.create(kept()))
                    .build())
            .build();
    private static final Tracer TRACER = TELEMETRY.getTracer("test");

    @TempDir
    private static Path directory;

    private static PostgresServer server;
    private static HikariDataSource pool;
    private static TracedCalls traced;
    private static Transactions transactions;

    @BeforeAll
    static void start() {
        server = PostgresServer.start(directory);
        pool = new HikariDataSource();
        pool.setJdbcUrl(server.jdbcUrl());
        pool.setUsername(server.username());
        pool.setPassword(server.password());
        traced = new TracedCalls(ObservationRegistry.create(), TELEMETRY);
        transactions = new Transactions(traced.database(pool, server.jdbcUrl()));
        transactions.run("make a table", sql -> sql.update("create schema himar"));
        transactions.run("make a table", sql -> sql.update("create table himar.word (word text primary key)"));
    }

    @AfterAll
    static void stop() {
        pool.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        SPANS.clear();
    }

    @Test
    void in_a_trace_each_statement_and_the_commit_are_spans_that_show_no_values() {
        Span above = TRACER.spanBuilder("above").startSpan();
        within(above, () -> {
            transactions.run("write", sql -> sql.update("insert into himar.word (word) values (?)", "confidential"));
        });

        assertThat(SPANS).extracting(SpanData::getName).containsExactly("INSERT himar.word", "COMMIT");
        assertThat(SPANS)
                .allMatch(span ->
                        span.getParentSpanId().equals(above.getSpanContext().getSpanId()))
                .allMatch(span -> span.getKind() == SpanKind.CLIENT)
                .allMatch(span -> span.getEndEpochNanos() >= span.getStartEpochNanos());
        SpanData insert = SPANS.element();
        assertThat(text(insert, "db.system.name")).isEqualTo("postgresql");
        assertThat(text(insert, "db.namespace")).isEqualTo("postgres");
        assertThat(text(insert, "db.operation.name")).isEqualTo("INSERT");
        assertThat(text(insert, "db.collection.name")).isEqualTo("himar.word");
        assertThat(text(insert, "db.query.text")).isEqualTo("insert into himar.word (word) values (?)");
        assertThat(server.jdbcUrl())
                .contains(text(insert, "server.address") + ":"
                        + insert.getAttributes().get(AttributeKey.longKey("server.port")));
        assertThat(SPANS.toString()).doesNotContain("confidential");
    }

    @Test
    void a_statement_that_fails_says_by_its_code_why_and_not_with_which_values() {
        transactions.run("write", sql -> sql.update("insert into himar.word (word) values (?)", "secret"));
        Span above = TRACER.spanBuilder("above").startSpan();
        within(above, () -> {
            assertThatThrownBy(() -> transactions.run(
                            "write again", sql -> sql.update("insert into himar.word (word) values (?)", "secret")))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("secret");
        });

        assertThat(SPANS).singleElement().satisfies(span -> {
            assertThat(span.getStatus()).isEqualTo(StatusData.error());
            assertThat(text(span, "error.type")).isEqualTo("23505");
        });
        assertThat(SPANS.toString()).doesNotContain("secret");
    }

    @Test
    void outside_of_traces_and_in_those_that_are_not_taken_no_statement_and_no_call_is_a_span() {
        read();
        URI storage = URI.create("http://objects:9000");
        traced.objects(storage, "himar").watch("GetObject", "key", () -> "read");
        Span dropped = TRACER.spanBuilder("belongs to nothing")
                .setSpanKind(SpanKind.CLIENT)
                .startSpan();
        within(dropped, () -> {
            read();
            traced.objects(storage, "himar").watch("GetObject", "key", () -> "read");
        });

        assertThat(SPANS).isEmpty();
    }

    @Test
    void a_shared_transaction_is_told_to_each_image_and_its_statements_to_the_first() {
        SharedTransactions shared = traced.transactions().orElseThrow();
        shared.run("look whether there is something to do", TracedCallsIT::read);
        shared.run("take in reports", TracedCallsIT::read);
        Span first = TRACER.spanBuilder("first").startSpan();
        Span second = TRACER.spanBuilder("second").startSpan();
        // By now the images are known, and another transaction is not for them.
        read();
        shared.tellBelow(first);
        shared.tellBelow(second);

        List<SpanData> told = SPANS.stream()
                .filter(span -> span.getName().equals("take in reports"))
                .toList();
        assertThat(told)
                .extracting(SpanData::getParentSpanId)
                .containsExactly(
                        first.getSpanContext().getSpanId(),
                        second.getSpanContext().getSpanId());
        assertThat(told.get(0).getLinks()).isEmpty();
        assertThat(told.get(1).getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId())
                        .isEqualTo(told.get(0).getSpanId()));
        assertThat(SPANS)
                .filteredOn(span -> span.getKind() == SpanKind.CLIENT)
                .allMatch(span -> span.getParentSpanId().equals(told.get(0).getSpanId()))
                .extracting(SpanData::getName)
                .containsExactly("SELECT himar.word", "COMMIT");
        assertThat(SPANS).hasSize(4);
    }

    @Test
    void a_call_of_the_object_storage_is_a_span_that_says_what_it_was() {
        ObjectCalls calls = traced.objects(URI.create("http://objects:9000"), "pictures");
        URI nowhere = URI.create("http://127.0.0.1:1");
        ObjectStore away = new ObjectStore(
                new ObjectStoreConfig(
                        nowhere,
                        nowhere,
                        "pictures",
                        "us-east-1",
                        new ObjectCredentials.Keys("access", "hush"),
                        BucketAddress.PATH,
                        Optional.empty()),
                Clock.systemUTC(),
                traced.objects(nowhere, "pictures"));
        Span above = TRACER.spanBuilder("above").startSpan();
        within(above, () -> {
            assertThat(calls.<String>watch("GetObject", "results/1.png", () -> "read"))
                    .isEqualTo("read");
            assertThatThrownBy(() -> away.deleteAll(List.of("results/2.png")))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("cannot be reached");
        });

        assertThat(SPANS).extracting(SpanData::getName).containsExactly("S3.GetObject", "S3.DeleteObjects");
        SpanData read = SPANS.remove();
        assertThat(read.getParentSpanId()).isEqualTo(above.getSpanContext().getSpanId());
        assertThat(text(read, "aws.s3.bucket")).isEqualTo("pictures");
        assertThat(text(read, "aws.s3.key")).isEqualTo("results/1.png");
        assertThat(text(read, "server.address")).isEqualTo("objects");
        assertThat(text(SPANS.element(), "error.type")).isEqualTo("unreachable");
        assertThat(SPANS.toString()).doesNotContain("hush");
        away.close();
    }

    @Test
    void where_nothing_is_traced_nothing_is_in_between() {
        DataSource plain = pool;

        assertThat(TracedCalls.none().database(plain, server.jdbcUrl())).isSameAs(plain);
        assertThat(TracedCalls.none().objects(URI.create("http://objects:9000"), "himar"))
                .isSameAs(ObjectCalls.UNWATCHED);
        assertThat(TracedCalls.none().transactions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            "select id from himar.image where id = ?",                                       SELECT himar.image
            "  update himar.job j set a = (select b from himar.image) from himar.job",       UPDATE himar.job himar.image
            "with x as (delete from himar.image returning id) select * from x",              WITH himar.image
            "set local synchronous_commit = off",                                            SET
            """)
    void the_name_of_a_statement_is_what_it_does_and_to_what(String statement, String name) {
        assertThat(QuerySummary.of(statement).text()).isEqualTo(name);
    }

    @Test
    void what_is_secret_in_the_address_of_a_database_is_not_shown_and_of_several_hosts_all_are() {
        assertThat(DatabaseAttributes.of("jdbc:postgresql://one:5432,two:5433/pictures?user=me&password=hush")
                        .asMap())
                .containsEntry(AttributeKey.stringKey("server.address"), "one,two")
                .containsEntry(AttributeKey.stringKey("db.namespace"), "pictures")
                .hasSize(3);
    }

    private static void within(Span span, Runnable work) {
        Context.current().with(span).wrap(work).run();
    }

    private static int read() {
        return transactions.run(
                "read",
                sql -> sql.list("select word from himar.word", row -> row).size());
    }

    private static String text(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }

    private static SpanExporter kept() {
        return new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                SPANS.addAll(spans);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
    }
}
