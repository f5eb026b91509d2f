package io.himar.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.himar.model.ModelConfig;
import io.himar.model.RandomModel;
import io.himar.model.onnx.BatchingPolicy;
import io.himar.model.onnx.Precision;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.GatewayException;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.GenerationProgress;
import io.himar.standalone.client.GenerationWatch;
import io.himar.standalone.client.ModelList;
import io.himar.standalone.client.NewGeneration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Models that are added to the repository of a running suite, replaced there and taken away, as operators do it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChangingModelsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SECOND = "second";

    @TempDir
    private static Path directory;

    private static Path repository;
    private static Suite suite;
    private static GatewayClient gateway;
    private static byte[] former;
    private static String pivot;

    @BeforeAll
    static void start() throws Exception {
        Path first = weights("first", 1);
        SuiteOptions options = new SuiteOptions(directory.resolve("data"), List.of(first), Precision.FP32, 0);
        suite = Suite.start(options, part -> {});
        gateway = new GatewayClient(suite.address());
        repository = ModelRepository.of(options.weights(), options.data());
    }

    @AfterAll
    static void stop() {
        suite.close();
    }

    @Test
    @Order(1)
    void a_model_that_is_exported_into_the_repository_of_a_running_suite_is_drawn() throws Exception {
        assertThatThrownBy(() -> gateway.submit(NewGeneration.of(SECOND, "7", 1, 11L)))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("'second' is not known (expected: one of first)");
        export(SECOND, 2);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).containsExactly("first", SECOND));
        former = drawn(SECOND);
        assertThat(drawn("first")).isNotEqualTo(former);
        pivot = draft();
    }

    @Test
    @Order(2)
    void under_way_to_other_weights_each_picture_is_of_the_former_or_of_the_new_ones_and_none_of_both()
            throws Exception {
        List<byte[]> pictures = new ArrayList<>();
        export(SECOND, 3);
        long end = System.nanoTime() + PATIENCE.toNanos();
        byte[] latest = former;
        while (Arrays.equals(latest, former)) {
            assertThat(System.nanoTime()).as("the new weights draw").isLessThan(end);
            latest = drawn(SECOND);
            pictures.add(latest);
        }
        // Once all have changed over.
        Thread.sleep(3000);
        byte[] newer = drawn(SECOND);
        assertThat(drawn(SECOND)).isEqualTo(newer);
        assertThat(pictures)
                .allSatisfy(each -> assertThat(List.of(former, newer))
                        .anySatisfy(one -> assertThat(each).isEqualTo(one)));
    }

    @Test
    @Order(3)
    void a_kept_pivot_of_replaced_weights_is_refused() {
        assertThatThrownBy(() -> gateway.submit(refining(pivot)))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("drawn by other weights of 'second', which have been replaced");
    }

    @Test
    @Order(4)
    void a_model_that_is_taken_away_is_no_longer_offered_and_the_other_is_drawn_as_before() throws Exception {
        byte[] before = drawn("first");
        Files.delete(repository.resolve("second.json"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(names()).containsExactly("first"));
        assertThat(drawn("first")).isEqualTo(before);
    }

    private static List<String> names() {
        return gateway.models().models().stream().map(ModelList.Model::name).toList();
    }

    private static byte[] drawn(String model) throws Exception {
        Generation made = ended(NewGeneration.of(model, "7", 1, 11L));
        return gateway.download(made.images().get(0).result().url());
    }

    private static String draft() throws Exception {
        NewGeneration draft = like(NewGeneration.of(SECOND, "7", 1, 11L), true, List.of());
        return ended(draft).images().get(0).pivot().id();
    }

    private static NewGeneration refining(String kept) {
        return like(NewGeneration.of(null, null, null, null), null, List.of(kept));
    }

    private static NewGeneration like(NewGeneration whole, Boolean draft, List<String> kept) {
        return new NewGeneration(
                whole.model(),
                whole.classOrLabel(),
                null,
                whole.count(),
                whole.seed(),
                List.of(),
                draft,
                null,
                kept,
                null,
                whole.metadata(),
                null,
                null,
                null,
                whole.pivot(),
                whole.refine());
    }

    private static Generation ended(NewGeneration request) throws Exception {
        Generation made = new GenerationWatch(gateway, new GenerationProgress(gateway.submit(request))).call();
        assertThat(made.status()).isEqualTo("succeeded");
        return made;
    }

    private static void export(String name, long seed) throws Exception {
        assertThat(ModelRepository.export(weights(name, seed), repository, Precision.FP32, BatchingPolicy.DEFAULT))
                .isTrue();
    }

    private static Path weights(String name, long seed) throws Exception {
        ModelConfig shape =
                ModelConfig.read(Path.of(Objects.requireNonNull(SuiteIT.class.getResource("tiny-model.json"))
                        .toURI()));
        String configuration = shape.with(name, shape.labels()).toJson();
        return RandomModel.write(configuration, directory.resolve(name + "-" + seed), seed);
    }
}
