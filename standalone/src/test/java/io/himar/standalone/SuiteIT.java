package io.himar.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.RandomModel;
import io.himar.model.onnx.Precision;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.GenerationProgress;
import io.himar.standalone.client.GenerationWatch;
import io.himar.standalone.client.NewGeneration;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole suite as a customer meets it, with a small random model. */
public class SuiteIT {
    @TempDir
    Path directory;

    @Test
    void a_generation_is_made_followed_downloaded_and_still_there_after_a_restart() throws Exception {
        SuiteOptions options = new SuiteOptions(directory.resolve("data"), List.of(randomModel()), Precision.INT8, 0);
        Generation made;
        byte[] png;
        try (Suite suite = Suite.start(options, part -> {})) {
            GatewayClient gateway = new GatewayClient(suite.address());
            GenerationProgress progress = new GenerationProgress(gateway.submit(NewGeneration.of(null, "7", 2, 11L)));
            made = new GenerationWatch(gateway, progress).call();

            assertThat(made.status()).isEqualTo("succeeded");
            assertThat(progress.pivot()).isEqualTo(1);
            assertThat(progress.succeeded()).isEqualTo(2);
            assertThat(made.images()).extracting(Generation.Image::seed).containsExactly(11L, 12L);
            png = gateway.download(made.images().get(0).result().url());
            var picture = ImageIO.read(new ByteArrayInputStream(png));
            assertThat(picture.getWidth())
                    .isEqualTo(made.images().get(0).result().width());

            assertThatADraftThatIsRefinedGives(png, gateway);

            assertThat(Suite.running(options.data())).contains(suite.address());
            assertThatThrownBy(() -> Suite.start(options, part -> {}))
                    .isInstanceOf(SuiteException.class)
                    .hasMessageContaining("Another suite uses the data directory")
                    .hasMessageContaining(suite.address().toString());
        }
        assertThat(Suite.running(options.data())).isEmpty();

        try (Suite suite = Suite.start(options, part -> {})) {
            GatewayClient gateway = new GatewayClient(suite.address());
            Generation again = gateway.generation(made.id());

            assertThat(again.status()).isEqualTo("succeeded");
            assertThat(gateway.download(again.images().get(0).result().url())).isEqualTo(png);
        }
    }

    @Test
    void jobs_go_on_after_the_database_was_killed_and_what_happened_is_said() throws Exception {
        SuiteOptions options = new SuiteOptions(directory.resolve("data"), List.of(randomModel()), Precision.FP32, 0);
        BlockingQueue<String> mended = new LinkedBlockingQueue<>();
        try (Suite suite = Suite.start(options, keeping(mended))) {
            long postgres = Long.parseLong(Files.readAllLines(options.data().resolve("postgres/cluster/postmaster.pid"))
                    .get(0));
            new ProcessBuilder("sh", "-c", "kill -KILL " + postgres).start().waitFor();

            assertThat(mended.poll(2, TimeUnit.MINUTES)).contains("Postgres", "started again");
            assertThat(drawn(suite).status()).isEqualTo("succeeded");
        }
    }

    @Test
    void a_log_of_kafka_that_a_full_disk_broke_is_said_and_does_not_stop_jobs() throws Exception {
        SuiteOptions options = new SuiteOptions(directory.resolve("data"), List.of(randomModel()), Precision.FP32, 0);
        try (Suite suite = Suite.start(options, part -> {})) {
            assertThat(drawn(suite).status()).isEqualTo("succeeded");
        }
        Files.write(options.data().resolve("kafka/log/himar.pivot-work-0/partition.metadata"), new byte[0]);

        BlockingQueue<String> mended = new LinkedBlockingQueue<>();
        try (Suite suite = Suite.start(options, keeping(mended))) {
            assertThat(mended.poll()).contains("Kafka's log was broken", "log.broken-1");
            assertThat(drawn(suite).status()).isEqualTo("succeeded");
        }
    }

    private static void assertThatADraftThatIsRefinedGives(byte[] whole, GatewayClient gateway) throws Exception {
        Generation draft = ended(gateway, pivots("7", 11L, true, List.of(), List.of()));
        String pivot = draft.images().get(0).pivot().id();
        Generation refined = ended(gateway, pivots(null, null, null, List.of(pivot), List.of()));
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
                seed == null ? null : BigInteger.valueOf(seed),
                seeds.stream().map(BigInteger::valueOf).toList(),
                draft,
                null,
                pivots,
                null,
                Map.of(),
                null,
                null,
                Map.of(),
                Map.of());
    }

    private static Generation drawn(Suite suite) throws Exception {
        return ended(new GatewayClient(suite.address()), NewGeneration.of(null, "7", 1, 11L));
    }

    private static Generation ended(GatewayClient gateway, NewGeneration request) throws Exception {
        return new GenerationWatch(gateway, new GenerationProgress(gateway.submit(request))).call();
    }

    private static SuiteListener keeping(Queue<String> mended) {
        return new SuiteListener() {
            @Override
            public void starting(String part) {}

            @Override
            public void mended(String sentence) {
                mended.add(sentence);
            }
        };
    }

    private Path randomModel() throws Exception {
        try (var in = Objects.requireNonNull(SuiteIT.class.getResourceAsStream("tiny-model.json"))) {
            String configuration = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return RandomModel.write(configuration, Files.createDirectories(directory.resolve("tiny")));
        }
    }
}
