package io.himar.reliability.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.himar.inference.protocol.ModelInferRequest;
import io.himar.inference.protocol.ModelInferRequest.InferInputTensor;
import io.himar.inference.protocol.ModelInferResponse;
import io.himar.model.ModelConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StubGraphsTest {
    @TempDir
    private Path directory;

    private ModelConfig model;
    private StubGraphs graphs;

    @BeforeEach
    void readModel() throws IOException {
        Path file = directory.resolve("tiny.json");
        try (InputStream json =
                Objects.requireNonNull(StubGraphs.class.getResourceAsStream("/io/himar/reliability/suite/tiny.json"))) {
            Files.write(file, json.readAllBytes());
        }
        model = ModelConfig.read(file);
        graphs = new StubGraphs(model);
    }

    @Test
    void the_same_inputs_give_the_same_picture_and_others_another_one() {
        assertThat(graphs.answer(decode(1))).isEqualTo(graphs.answer(decode(1)));
        assertThat(rows(graphs.answer(decode(1)))).isNotEqualTo(rows(graphs.answer(decode(2))));
    }

    @Test
    void the_order_in_which_inputs_are_sent_means_nothing() {
        ByteString picture = rows(graphs.answer(pivot("class_id", 1, "noise", 2)));

        assertThat(rows(graphs.answer(pivot("noise", 2, "class_id", 1)))).isEqualTo(picture);
        assertThat(rows(graphs.answer(pivot("class_id", 2, "noise", 1)))).isNotEqualTo(picture);
    }

    @Test
    void a_row_of_a_batch_is_answered_as_it_is_alone() {
        ByteString together = rows(graphs.answer(decode(1, 2)));

        assertThat(together).isEqualTo(rows(graphs.answer(decode(1))).concat(rows(graphs.answer(decode(2)))));
    }

    @Test
    void a_picture_is_as_large_as_the_model_makes_it() {
        assertThat(graphs.answer(decode(1)).getOutputs(0).getShapeList())
                .isEqualTo(List.of(1L, (long) model.imageSize(), (long) model.imageSize(), 3L));
    }

    @Test
    void only_the_graphs_of_its_model_are_served() {
        assertThat(graphs.has("tiny-pivot")).isTrue();
        assertThat(graphs.has("tiny-other")).isFalse();
        assertThat(graphs.has("other-pivot")).isFalse();
    }

    /** A request with two inputs of one number each. */
    private static ModelInferRequest pivot(String one, int itsNumber, String other, int numberOfTheOther) {
        return ModelInferRequest.newBuilder()
                .setModelName("tiny-pivot")
                .addInputs(InferInputTensor.newBuilder().setName(one).addShape(1))
                .addInputs(InferInputTensor.newBuilder().setName(other).addShape(1))
                .addRawInputContents(ByteString.copyFrom(new byte[] {(byte) itsNumber}))
                .addRawInputContents(ByteString.copyFrom(new byte[] {(byte) numberOfTheOther}))
                .build();
    }

    /** A request with one latent for each number given, which is filled with that number. */
    private ModelInferRequest decode(int... fills) {
        int side = model.denseSide();
        ByteString latents = ByteString.EMPTY;
        for (int fill : fills) {
            byte[] latent = new byte[4 * model.channels() * side * side];
            Arrays.fill(latent, (byte) fill);
            latents = latents.concat(ByteString.copyFrom(latent));
        }
        return ModelInferRequest.newBuilder()
                .setModelName("tiny-decode")
                .addInputs(InferInputTensor.newBuilder()
                        .setName("latent")
                        .setDatatype("FP32")
                        .addAllShape(List.of((long) fills.length, (long) model.channels(), (long) side, (long) side)))
                .addRawInputContents(latents)
                .build();
    }

    private static ByteString rows(ModelInferResponse response) {
        return response.getRawOutputContents(0);
    }
}
