package io.himar.inference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.inference.DataType;
import io.himar.inference.InferenceClient;
import io.himar.inference.InferenceException;
import io.himar.inference.InferenceException.Code;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.inference.ModelMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers are told, and refused, by the embedded server or Triton. */
class ProtocolIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final InferenceTensor X = InferenceTensor.floats("x", new float[] {1, 2, 3}, 1, 3);
    private static final InferenceTensor KNOWN =
            InferenceTensor.booleans("known", new boolean[] {true, false, true}, 1, 3);
    private static final InferenceTensor CLASS_ID = InferenceTensor.longs("class_id", new long[] {-7}, 1, 1);

    @TempDir
    static Path repository;

    private static ServerUnderTest server;
    private static InferenceClient client;

    @BeforeAll
    static void serve() throws IOException {
        new TestModels(repository).addTyped();
        server = ServerUnderTest.serve(repository);
        client = InferenceClient.connect(server.address());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static Map<String, InferenceTensor> infer(List<InferenceTensor> inputs, String... outputs) {
        return client.infer(new InferenceRequest("typed", inputs, List.of(outputs)), TIMEOUT);
    }

    @Test
    void a_model_answers_with_all_its_types() {
        Map<String, InferenceTensor> outputs = infer(List.of(CLASS_ID, X, KNOWN));

        // Whoever wants an order names the outputs.
        assertThat(outputs.keySet()).containsExactlyInAnyOrder("product", "unknown", "twice", "pixels");
        assertThat(outputs.get("product").floats()).containsExactly(3.5f, 14);
        assertThat(outputs.get("product").shape()).containsExactly(1, 2);
        assertThat(outputs.get("unknown").booleans()).containsExactly(false, true, false);
        assertThat(outputs.get("twice").longs()).containsExactly(-14);
        assertThat(outputs.get("pixels").bytes()).containsExactly(1, 2, 3);
    }

    @Test
    void only_the_outputs_asked_for_are_returned() {
        assertThat(infer(List.of(X, KNOWN, CLASS_ID), "twice", "product").keySet())
                .containsExactly("twice", "product");
    }

    @Test
    void a_batch_gives_what_its_rows_give_alone() {
        float[] values = new float[8 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        InferenceTensor batch = InferenceTensor.floats("x", values, 8, 3);
        float[] together = infer(batchOf(batch, 8), "product").get("product").floats();

        for (int row = 0; row < 8; row++) {
            InferenceTensor alone = InferenceTensor.floats(
                    "x", new float[] {values[row * 3], values[row * 3 + 1], values[row * 3 + 2]}, 1, 3);
            assertThat(infer(batchOf(alone, 1), "product").get("product").floats())
                    .containsExactly(together[2 * row], together[2 * row + 1]);
        }
    }

    private static List<InferenceTensor> batchOf(InferenceTensor x, int rows) {
        return List.of(
                x,
                InferenceTensor.booleans("known", new boolean[rows * 3], rows, 3),
                InferenceTensor.longs("class_id", new long[rows], rows, 1));
    }

    @Test
    void readiness_and_metadata_are_told() {
        assertThat(client.serverReady()).isTrue();
        assertThat(client.modelReady("typed")).isTrue();
        assertThat(client.modelReady("typo")).isFalse();
        ModelMetadata metadata = client.modelMetadata("typed");
        assertThat(metadata)
                .isEqualTo(new ModelMetadata(
                        "typed",
                        List.of("1"),
                        // That of the back end: the trial with Triton has another.
                        metadata.platform(),
                        List.of(
                                new ModelMetadata.Tensor("x", DataType.FP32, List.of(-1L, 3L)),
                                new ModelMetadata.Tensor("known", DataType.BOOL, List.of(-1L, 3L)),
                                new ModelMetadata.Tensor("class_id", DataType.INT64, List.of(-1L, 1L))),
                        List.of(
                                new ModelMetadata.Tensor("product", DataType.FP32, List.of(-1L, 2L)),
                                new ModelMetadata.Tensor("unknown", DataType.BOOL, List.of(-1L, 3L)),
                                new ModelMetadata.Tensor("twice", DataType.INT64, List.of(-1L, 1L)),
                                new ModelMetadata.Tensor("pixels", DataType.UINT8, List.of(-1L, 3L)))));
    }

    @Test
    void an_unknown_model_is_not_found() {
        assertRefused(Code.NOT_FOUND, () -> client.infer(new InferenceRequest("typo", List.of(X), List.of()), TIMEOUT))
                .hasMessageStartingWith(
                        "inference server " + server.address() + " refused the request for model 'typo': ")
                .hasMessageContaining("Request for unknown model: 'typo' is not found");
        assertRefused(Code.NOT_FOUND, () -> client.modelMetadata("typo"));
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                misfit(
                        "unexpected shape for input 'x' for model 'typed'. Expected [-1,3], got [1,4]",
                        InferenceTensor.floats("x", new float[4], 1, 4),
                        KNOWN,
                        CLASS_ID),
                misfit(
                        "unexpected shape for input 'x' for model 'typed'. Expected [-1,3], got [1]",
                        InferenceTensor.floats("x", new float[1], 1),
                        KNOWN,
                        CLASS_ID),
                misfit(
                        "inference input 'x' data-type is 'INT64', but model 'typed' expects 'FP32'",
                        InferenceTensor.longs("x", new long[3], 1, 3),
                        KNOWN,
                        CLASS_ID),
                misfit(
                        "unexpected inference input 'why' for model 'typed'",
                        InferenceTensor.floats("why", new float[3], 1, 3),
                        KNOWN,
                        CLASS_ID),
                misfit(
                        "expected 3 inputs but got 2 inputs for model 'typed'. Got input(s) ['known','x'], but missing"
                                + " required input(s) ['class_id']. Please provide all required input(s).",
                        X,
                        KNOWN),
                misfit("input 'x' already exists in request", X, X, KNOWN, CLASS_ID),
                misfit(
                        "inference request batch-size must be <= 8 for 'typed'",
                        InferenceTensor.floats("x", new float[27], 9, 3),
                        InferenceTensor.booleans("known", new boolean[27], 9, 3),
                        InferenceTensor.longs("class_id", new long[9], 9, 1)),
                misfit(
                        " batch size does not match other inputs for 'typed'",
                        InferenceTensor.floats("x", new float[6], 2, 3),
                        KNOWN,
                        CLASS_ID));
    }

    private static Arguments misfit(String reason, InferenceTensor... inputs) {
        return Arguments.of(reason, List.of(inputs));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void a_request_that_does_not_fit_the_model_is_refused_with_the_reason(String reason, List<InferenceTensor> inputs) {
        assertRefused(Code.INVALID_ARGUMENT, () -> infer(inputs))
                .hasMessageStartingWith(
                        "inference server " + server.address() + " refused the request for model 'typed': ")
                // Triton names the request before that, and gives hints after some.
                .hasMessageContaining(reason);
    }

    @Test
    void rows_are_one_at_least() {
        InferenceTensor none = InferenceTensor.floats("x", new float[0], 0, 3);
        assertRefused(Code.INVALID_ARGUMENT, () -> infer(List.of(none, KNOWN, CLASS_ID)));
    }

    @Test
    void an_output_that_the_model_lacks_is_refused_by_name() {
        assertRefused(Code.INVALID_ARGUMENT, () -> infer(List.of(X, KNOWN, CLASS_ID), "z"))
                .hasMessageContaining("unexpected inference output 'z' for model 'typed'");
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(
            Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(InferenceException.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.retryable()).isFalse();
        });
    }
}
