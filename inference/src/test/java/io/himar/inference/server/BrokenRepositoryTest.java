package io.himar.inference.server;

import static io.himar.inference.server.TestGraph.FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.himar.inference.InferenceClient;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenRepositoryTest {
    @TempDir
    Path root;

    private AbstractThrowableAssert<?, ?> assertRefused() {
        return assertThatThrownBy(() -> EmbeddedInferenceServer.start(root).close())
                .isInstanceOf(RepositoryException.class)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\n"));
    }

    private Path configuration() {
        return root.resolve("typed/config.pbtxt");
    }

    private Path graph() {
        return root.resolve("typed/1/model.onnx");
    }

    private void configure(String before, String after) throws IOException {
        new TestModels(root).addTyped();
        String config = Files.readString(configuration());
        assertThat(config).contains(before);
        Files.writeString(configuration(), config.replace(before, after));
    }

    @Test
    void a_missing_or_empty_repository() {
        assertRefused()
                .hasMessage(
                        "model repository %s holds no model (expected: folders with config.pbtxt and"
                                + " 1/model.onnx)",
                        root);
        assertThatThrownBy(() -> EmbeddedInferenceServer.start(root.resolve("none")))
                .isInstanceOf(RepositoryException.class)
                .hasMessage("there is no folder " + root.resolve("none"));
    }

    @Test
    void missing_files() throws IOException {
        Files.createDirectories(root.resolve("typed"));
        assertRefused().hasMessage("there is no file " + configuration());
        new TestModels(root).addTyped();
        Files.delete(graph());
        assertRefused().hasMessage("model 'typed' has no file " + graph());
        Files.delete(root.resolve("typed/1"));
        assertRefused()
                .hasMessage(
                        "model 'typed' has no version folder in %s (expected: 1/model.onnx)", root.resolve("typed"));
    }

    @Test
    void a_configuration_that_is_none() throws IOException {
        configure("max_batch_size: 8", "max_batch_size: many");
        assertRefused().hasMessageStartingWith(configuration() + " is not a model configuration: line 3:17: ");
    }

    @Test
    void a_graph_that_is_none() throws IOException {
        new TestModels(root).addTyped();
        Files.writeString(graph(), "not ONNX");
        assertRefused().hasMessageStartingWith(graph() + " cannot be loaded: ").hasMessageContaining("rotobuf");
    }

    @Test
    void a_configuration_for_another_folder_or_runtime() throws IOException {
        configure("name: \"typed\"", "name: \"other\"");
        assertRefused().hasMessage(configuration() + " says name: 'other' (expected: 'typed', as its folder)");
        configure("onnxruntime_onnx", "tensorrt_plan");
        assertRefused()
                .hasMessage(configuration() + " says platform: 'tensorrt_plan', backend: '' (expected:"
                        + " 'onnxruntime_onnx' or 'onnxruntime')");
    }

    @Test
    void a_configuration_that_disagrees_with_the_graph() throws IOException {
        configure("name: \"x\" data_type: TYPE_FP32", "name: \"y\" data_type: TYPE_FP32");
        assertRefused().hasMessage("%s names input 'y', but %s has [class_id, known, x]", configuration(), graph());
        configure("name: \"x\" data_type: TYPE_FP32", "name: \"x\" data_type: TYPE_FP16");
        assertRefused().hasMessage("%s says input 'x' is FP16, but in %s it is FLOAT", configuration(), graph());
        configure("dims: [ 2 ]", "dims: [ 5 ]");
        assertRefused()
                .hasMessage(
                        "%s says output 'product' has shape [-1, 5] with the batch axis, but in %s it has [-1, 2]",
                        configuration(), graph());
        configure("{ name: \"known\" data_type: TYPE_BOOL dims: [ 3 ] },", "");
        assertRefused().hasMessage("%s does not name the inputs [known] of %s", configuration(), graph());
        configure("TYPE_INT64", "TYPE_STRING");
        assertRefused()
                .hasMessage(
                        "%s says data_type: TYPE_STRING for input 'class_id', which is not supported here",
                        configuration());
        configure("dynamic_batching { }", "dynamic_batching { preferred_batch_size: [ 4, 16 ] }");
        assertRefused()
                .hasMessage("%s says preferred_batch_size: 16 (expected: 1 to max_batch_size, 8)", configuration());
    }

    @Test
    void what_lies_beside_the_models_is_left_alone_and_weights_may_lie_outside_the_graph() throws IOException {
        Files.writeString(root.resolve("digits.json"), "{}");
        Files.createDirectories(root.resolve(".cache"));
        TestGraph graph = new TestGraph()
                .input("x", FLOAT, -1, 2)
                .weightsIn("weights.bin", "W", 2, 1)
                .node("MatMul", List.of("x", "W"), List.of("y"))
                .output("y", FLOAT, -1, 1);
        String config = """
                platform: "onnxruntime_onnx"
                max_batch_size: 8
                input { name: "x" data_type: TYPE_FP32 dims: 2 }
                output { name: "y" data_type: TYPE_FP32 dims: 1 }
                """;
        new TestModels(root).add("outside", config, graph);
        ByteString weights = TestGraph.littleEndian(new float[] {2, 3});
        Files.write(root.resolve("outside/1/weights.bin"), weights.toByteArray());

        try (var server = EmbeddedInferenceServer.start(root);
                var client = InferenceClient.connect(server.address())) {
            var x = InferenceTensor.floats("x", new float[] {10, 1}, 1, 2);
            var outputs = client.infer(new InferenceRequest("outside", List.of(x), List.of()), Duration.ofSeconds(20));
            assertThat(outputs.get("y").floats()).containsExactly(23);
        }
    }
}
