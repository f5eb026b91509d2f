package io.himar.inference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.inference.InferenceClient;
import io.himar.inference.InferenceException;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.inference.server.EmbeddedInferenceServer.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository that changes while it is served. Triton does the same with {@code --model-control-mode=poll}. */
class RepositoryFollowerIT {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration SEVERAL_LOOKS = Duration.ofMillis(700);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Path root;
    private TestModels models;
    private EmbeddedInferenceServer server;
    private InferenceClient client;

    @BeforeEach
    void start() throws IOException {
        root = Files.createDirectory(folder.resolve("repository"));
        models = new TestModels(root).addSquare("square", "");
        server = EmbeddedInferenceServer.start(root, Options.defaults().withLooksEvery(LOOK));
        client = InferenceClient.connect(server.address());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void a_model_that_is_added_is_served() throws IOException {
        assertThat(client.modelReady("other")).isFalse();
        models.addSquare("other", "");
        await(() -> client.modelReady("other"));
        assertThat(of("other", "", 3)).isEqualTo(9);
        assertThat(of("square", "", 3)).isEqualTo(9);
    }

    @Test
    void a_model_that_is_still_being_written_is_not_served_until_it_is_whole() throws IOException {
        Path whole = folder.resolve("whole");
        new TestModels(whole).addSquare("other", "");
        Path version = Files.createDirectories(root.resolve("other/1"));
        settle();
        Files.copy(whole.resolve("other/config.pbtxt"), root.resolve("other/config.pbtxt"));
        settle();
        byte[] graph = Files.readAllBytes(whole.resolve("other/1/model.onnx"));
        Files.write(version.resolve("model.onnx"), Arrays.copyOf(graph, graph.length / 2));
        settle();
        assertThat(client.modelReady("other")).isFalse();
        assertThat(client.serverReady()).isTrue();

        Files.write(version.resolve("model.onnx"), graph);
        await(() -> client.modelReady("other"));
        assertThat(of("other", "", 3)).isEqualTo(9);
    }

    @Test
    void a_replaced_model_answers_as_the_version_that_a_request_names_while_that_is_in_use() throws IOException {
        assertThat(of("square", "1", 3)).isEqualTo(9);
        models.addDoubling("square", "2");
        await(() -> client.modelReady("square", "2"));
        assertThat(of("square", "", 3)).isEqualTo(6);
        assertThat(of("square", "2", 3)).isEqualTo(6);
        assertThat(of("square", "1", 3)).isEqualTo(9);
        assertThat(client.modelMetadata("square").versions()).containsExactly("2");

        await(() -> !client.modelReady("square", "1"));
        assertThatThrownBy(() -> of("square", "1", 3))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("'square' version 1 is not found");
        assertThat(of("square", "", 3)).isEqualTo(6);
    }

    @Test
    void the_version_is_served_that_the_configuration_names_though_there_is_a_higher_one() throws IOException {
        models.addDoubling("square", "2");
        Path configuration = root.resolve("square/config.pbtxt");
        Files.writeString(
                configuration, Files.readString(configuration) + "version_policy { specific { versions: [ 1 ] } }\n");
        settle();
        assertThat(of("square", "", 3)).isEqualTo(9);
        Files.writeString(configuration, Files.readString(configuration).replace("versions: [ 1 ]", "versions: [ 2 ]"));
        await(() -> client.modelReady("square", "2"));
        assertThat(of("square", "", 3)).isEqualTo(6);
    }

    @Test
    void what_cannot_be_loaded_leaves_the_model_as_it_was() throws IOException {
        Path version = Files.createDirectories(root.resolve("square/2"));
        Files.writeString(version.resolve("model.onnx"), "no graph");
        settle();
        assertThat(of("square", "", 3)).isEqualTo(9);
    }

    @Test
    void a_model_that_is_taken_away_is_no_longer_served_but_one_of_an_empty_repository_is() throws IOException {
        models.addSquare("other", "");
        await(() -> client.modelReady("other"));
        FileUtils.deleteDirectory(root.resolve("other").toFile());
        await(() -> !client.modelReady("other"));

        // As where a volume is away for a while.
        FileUtils.deleteDirectory(root.resolve("square").toFile());
        settle();
        assertThat(of("square", "", 3)).isEqualTo(9);
    }

    private float of(String model, String version, float x) {
        InferenceTensor input = InferenceTensor.floats("x", new float[] {x}, 1, 1);
        return client.infer(new InferenceRequest(model, version, List.of(input), List.of()), PATIENCE)
                .get("y")
                .floats()[0];
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for " + PATIENCE).isLessThan(end);
            pause(LOOK);
        }
    }

    private static void settle() {
        pause(SEVERAL_LOOKS);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
