package io.himar.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.himar.model.RandomModel;
import io.himar.model.onnx.Precision;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.GenerationProgress;
import io.himar.standalone.client.GenerationWatch;
import io.himar.standalone.client.NewGeneration;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole suite as a customer meets it, with a small random model. It lives three times on the same data; the tests
 * are that story's chapters.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public class SuiteIT {
    private static final BlockingQueue<String> MENDED = new LinkedBlockingQueue<>();
    private static final SuiteListener KEEPING = new SuiteListener() {
        @Override
        public void starting(String part) {}

        @Override
        public void mended(String sentence) {
            MENDED.add(sentence);
        }
    };

    /** Counters by a code, of which there is none before there is trouble. */
    private static final Set<String> OF_TROUBLE =
            Set.of("himar_attempts_failed_total", "himar_images_interrupted_total");

    private static final OpenPage PAGE = new OpenPage();

    @TempDir
    private static Path directory;

    private static SuiteOptions options;
    private static Suite suite;
    private static TraceCollector collector;
    private static Generation made;
    private static Generation refined;
    private static byte[] png;

    @BeforeAll
    static void start() throws Exception {
        options = new SuiteOptions(directory.resolve("data"), List.of(randomModel()), Precision.INT8, freePort());
        collector = TraceCollector.start();
        System.setProperty("himar.tracing.endpoint", collector.endpoint());
        System.setProperty("management.opentelemetry.tracing.export.schedule-delay", "100ms");
        try {
            suite = Suite.start(options, KEEPING);
        } finally {
            // The later lives are not traced.
            System.clearProperty("himar.tracing.endpoint");
            System.clearProperty("management.opentelemetry.tracing.export.schedule-delay");
        }
    }

    @AfterAll
    static void stop() {
        PAGE.close();
        suite.close();
        collector.close();
    }

    @Test
    @Order(1)
    void a_generation_is_made_followed_and_downloaded() throws Exception {
        GatewayClient gateway = new GatewayClient(suite.address());
        GenerationProgress progress = new GenerationProgress(gateway.submit(NewGeneration.of(null, "7", 2, 11L)));
        made = new GenerationWatch(gateway, progress).call();

        assertThat(made.status()).isEqualTo("succeeded");
        assertThat(progress.pivot()).isEqualTo(1);
        assertThat(progress.succeeded()).isEqualTo(2);
        assertThat(made.images()).extracting(Generation.Image::seed).containsExactly(11L, 12L);
        png = gateway.download(made.images().get(0).result().url());
        var picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(picture.getWidth()).isEqualTo(made.images().get(0).result().width());

        assertThatADraftThatIsRefinedGives(png, gateway);
    }

    @Test
    @Order(2)
    void each_of_its_images_is_one_trace_through_all_services() {
        for (Generation.Image image : made.images()) {
            String trace = image.id().replace("-", "");
            await().until(() -> collector.ofTrace(trace).stream()
                    .anyMatch(span -> span.name().equals("image")));
            List<TraceCollector.Sent> spans = awaited(trace);

            assertThat(spans).extracting(TraceCollector.Sent::service).contains("gateway", "scheduler");
            assertThat(spans)
                    .extracting(span -> span.service() + ": " + span.name())
                    .contains(
                            "gateway: admitted",
                            "scheduler: dispatch pivot",
                            "pivot-worker: pivot stage",
                            "scheduler: report pivot completed",
                            "scheduler: dispatch refine",
                            "refine-worker: refine stage",
                            "scheduler: report image completed",
                            "scheduler: image");
            assertThat(spans).extracting(TraceCollector.Sent::name).anyMatch(name -> name.contains("ModelInfer"));
            Set<String> ids = spans.stream().map(TraceCollector.Sent::id).collect(Collectors.toSet());
            assertThat(spans)
                    .allMatch(span ->
                            span.name().equals("image") ? span.parent().isEmpty() : ids.contains(span.parent()));
            assertThat(below("dispatch pivot", spans)).containsOnly("dispatch images");
            assertThat(below("report image completed", spans)).containsOnly("take in reports");
            assertThat(below("pivot stage", spans)).contains("S3.PutObject");
            assertThat(below("refine stage", spans)).contains("S3.PutObject");
        }
    }

    @Test
    @Order(3)
    void an_image_that_was_alone_in_the_suite_has_the_statements_that_were_for_it() {
        String trace = refined.images().get(0).id().replace("-", "");
        await().until(() ->
                collector.ofTrace(trace).stream().anyMatch(span -> span.name().endsWith(" stage")));
        List<TraceCollector.Sent> spans = collector.ofTrace(trace);

        assertThat(below("dispatch images", spans)).contains("SELECT himar.worker", "COMMIT");
        assertThat(below("take in reports", spans)).contains("SELECT himar.image", "COMMIT");
        assertThat(below("refine stage", spans)).contains("S3.GetObject", "S3.PutObject");
        assertThat(collector.all())
                .filteredOn(span -> span.attributes().containsKey("db.query.text"))
                .allMatch(span -> span.attributes().get("db.system.name").equals("postgresql"))
                .noneMatch(span -> span.attributes().get("db.query.text").contains(made.id()));
    }

    @Test
    @Order(3)
    void a_request_is_a_trace_with_its_statements_to_which_its_images_are_linked() {
        TraceCollector.Sent admitted = collector
                .ofTrace(made.images().get(0).id().replace("-", ""))
                .stream()
                .filter(span -> span.name().equals("admitted"))
                .findFirst()
                .orElseThrow();
        String request = HexFormat.of()
                .formatHex(admitted.span().getLinks(0).getTraceId().toByteArray());

        await().until(() -> collector.ofTrace(request).stream()
                .anyMatch(span -> span.span().getKind() == SpanKind.SPAN_KIND_SERVER));
        assertThat(collector.ofTrace(request))
                .extracting(TraceCollector.Sent::name)
                .anyMatch(name -> name.equals("http post /v1/generations"))
                .anyMatch(name -> name.startsWith("INSERT himar.job"));
        assertThat(collector.all())
                .filteredOn(span -> span.span().getKind() == SpanKind.SPAN_KIND_CLIENT)
                .isNotEmpty()
                .noneMatch(span -> span.parent().isEmpty());
    }

    @Test
    @Order(4)
    void its_data_belong_to_one_suite_at_a_time() {
        assertThat(Suite.running(options.data())).contains(suite.address());
        assertThatThrownBy(() -> Suite.start(options, part -> {}))
                .isInstanceOf(SuiteException.class)
                .hasMessageContaining("Another suite uses the data directory")
                .hasMessageContaining(suite.address().toString());
    }

    @Test
    @Order(4)
    void its_workers_measure_no_groups_whose_names_are_new_at_each_start() throws Exception {
        for (String worker : List.of("pivot-worker", "refine-worker")) {
            URI figures = URI.create(PartAddresses.read(options.data(), worker).orElseThrow() + "/actuator/prometheus");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(figures).build(), BodyHandlers.ofString());
            assertThat(answer.body()).contains("himar_stage_slots").doesNotContain("anonymous");
        }
    }

    @Test
    @Order(4)
    void what_the_dashboard_and_the_alerts_ask_for_is_told_by_the_services() throws Exception {
        Scrape scrape = Scrape.of(options);

        assertThat(MonitoringQueries.ofTheDashboard())
                .hasSizeGreaterThan(30)
                .filteredOn(asked -> !OF_TROUBLE.contains(asked.metric()))
                .allSatisfy(asked -> assertThat(scrape.of(asked.metric()))
                        .isNotEmpty()
                        .allSatisfy(
                                sample -> assertThat(sample.labels().keySet()).containsAll(asked.labels())));
        assertThat(MonitoringQueries.ofTheAlerts())
                .hasSizeGreaterThan(10)
                .filteredOn(metric -> !OF_TROUBLE.contains(metric))
                .allSatisfy(metric -> assertThat(scrape.of(metric)).isNotEmpty());
        assertThat(scrape.of("himar_leases_ended_total")).hasSize(4);
        assertThat(scrape.of("himar_gate_open"))
                .extracting(sample -> sample.labels().get("dependency"))
                .allSatisfy(dependency -> assertThat(gateShut()).contains("`" + dependency + "`"));
    }

    @Test
    @Order(4)
    void traces_are_examples_where_every_prometheus_takes_them() throws Exception {
        assertThat(Scrape.of(options).samples())
                .filteredOn(Scrape.Sample::exemplar)
                .isNotEmpty()
                .extracting(Scrape.Sample::name)
                .allMatch(name -> name.endsWith("_bucket") || name.endsWith("_total"));
    }

    @Test
    @Order(5)
    void when_it_stops_its_data_are_free_and_an_open_page_shows_how_it_was() throws Exception {
        PAGE.asksForPictures(suite.address());

        suite.close();

        assertThat(Suite.running(options.data())).isEmpty();
        PAGE.saysThatTheSuiteIsAway();
    }

    @Test
    @Order(6)
    void after_a_restart_everything_is_still_there_and_an_open_page_goes_on_by_itself() throws Exception {
        suite = Suite.start(options, KEEPING);
        GatewayClient gateway = new GatewayClient(suite.address());
        Generation again = gateway.generation(made.id());

        assertThat(again.status()).isEqualTo("succeeded");
        assertThat(gateway.download(again.images().get(0).result().url())).isEqualTo(png);
        assertThat(MENDED).isEmpty();
        PAGE.hasAllPicturesByItself();
    }

    @Test
    @Order(7)
    void without_a_collector_no_trace_is_an_example_of_anything() throws Exception {
        drawn(suite);

        assertThat(Scrape.of(options).samples()).isNotEmpty().noneMatch(Scrape.Sample::exemplar);
    }

    @Test
    @Order(8)
    void jobs_go_on_after_the_database_was_killed_and_what_happened_is_said() throws Exception {
        long postgres = Long.parseLong(Files.readAllLines(options.data().resolve("postgres/cluster/postmaster.pid"))
                .get(0));
        new ProcessBuilder("sh", "-c", "kill -KILL " + postgres).start().waitFor();

        assertThat(MENDED.poll(2, TimeUnit.MINUTES)).contains("Postgres", "started again");
        assertThat(drawn(suite).status()).isEqualTo("succeeded");
    }

    @Test
    @Order(9)
    void a_log_of_kafka_that_a_full_disk_broke_is_said_and_does_not_stop_jobs() throws Exception {
        suite.close();
        Files.write(options.data().resolve("kafka/log/himar.pivot-work-0/partition.metadata"), new byte[0]);

        suite = Suite.start(options, KEEPING);
        assertThat(MENDED.poll()).contains("Kafka's log was broken", "log.broken-1");
        assertThat(drawn(suite).status()).isEqualTo("succeeded");
    }

    /** The spans of a trace once the stages have told theirs, which end after their outcome is stored. */
    private static List<TraceCollector.Sent> awaited(String trace) {
        await().until(() -> collector.ofTrace(trace).stream()
                        .filter(span -> span.name().endsWith(" stage"))
                        .count()
                == 2);
        return collector.ofTrace(trace);
    }

    /** The names of the spans right below those of a name. */
    private static List<String> below(String name, List<TraceCollector.Sent> spans) {
        Set<String> above = spans.stream()
                .filter(span -> span.name().equals(name))
                .map(TraceCollector.Sent::id)
                .collect(Collectors.toSet());
        return spans.stream()
                .filter(span -> above.contains(span.parent()))
                .map(TraceCollector.Sent::name)
                .toList();
    }

    private static void assertThatADraftThatIsRefinedGives(byte[] whole, GatewayClient gateway) throws Exception {
        Generation draft = ended(gateway, pivots("7", 11L, true, List.of(), List.of()));
        String pivot = draft.images().get(0).pivot().id();
        refined = ended(gateway, pivots(null, null, null, List.of(pivot), List.of()));
        Generation variations = ended(gateway, pivots(null, null, null, List.of(pivot), List.of(11L, 12L)));

        assertThat(draft.images().get(0).result()).isNull();
        assertThat(gateway.download(refined.images().get(0).result().url())).isEqualTo(whole);
        assertThat(gateway.download(variations.images().get(0).result().url())).isEqualTo(whole);
        assertThat(gateway.download(variations.images().get(1).result().url())).isNotEqualTo(whole);
    }

    private static NewGeneration pivots(
            String classId, Long seed, Boolean draft, List<String> pivots, List<Long> seeds) {
        return new NewGeneration(
                null,
                classId,
                null,
                null,
                seed == null ? null : BigInteger.valueOf(seed),
                seeds.stream().map(BigInteger::valueOf).toList(),
                draft,
                null,
                pivots,
                null,
                Map.of(),
                null,
                null,
                null,
                Map.of(),
                Map.of());
    }

    /** What the operator's guide says of gates that are shut. */
    private static String gateShut() {
        try {
            return Files.readString(Path.of("..", "docs", "operations.md"))
                    .replaceFirst("(?s).*### HimarGateShut", "")
                    .replaceFirst("(?s)\\n### .*", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Generation drawn(Suite suite) throws Exception {
        return ended(new GatewayClient(suite.address()), NewGeneration.of(null, "7", 1, 11L));
    }

    private static Generation ended(GatewayClient gateway, NewGeneration request) throws Exception {
        return new GenerationWatch(gateway, new GenerationProgress(gateway.submit(request))).call();
    }

    /** The same in all lives, so that pages that are open find the suite again. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path randomModel() throws Exception {
        try (var in = Objects.requireNonNull(SuiteIT.class.getResourceAsStream("tiny-model.json"))) {
            String configuration = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return RandomModel.write(configuration, Files.createDirectories(directory.resolve("tiny")));
        }
    }
}
