package io.himar.reliability.stub;

import com.google.protobuf.ByteString;
import io.himar.inference.DataType;
import io.himar.inference.protocol.ModelInferRequest;
import io.himar.inference.protocol.ModelInferRequest.InferInputTensor;
import io.himar.inference.protocol.ModelInferResponse;
import io.himar.inference.protocol.ModelInferResponse.InferOutputTensor;
import io.himar.model.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Answers for the three graphs of a model, of the right shapes. The values of each row follow from the row's inputs
 * alone, so batches make no difference.
 */
final class StubGraphs {
    private static final int COLOURS = 3;

    private final ModelConfig model;

    StubGraphs(ModelConfig model) {
        this.model = model;
    }

    /** @param shape of one row, without the batch axis */
    private record Output(String name, DataType type, List<Long> shape) {
        int entries() {
            return (int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
        }
    }

    boolean has(String graph) {
        return graph.startsWith(model.name() + "-")
                && List.of("pivot", "refine", "decode")
                        .contains(graph.substring(model.name().length() + 1));
    }

    ModelInferResponse answer(ModelInferRequest request) {
        int rows = (int) request.getInputs(0).getShape(0);
        List<Long> seeds = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            seeds.add(InputHash.ofRow(request, row, rows));
        }
        ModelInferResponse.Builder response = ModelInferResponse.newBuilder()
                .setModelName(request.getModelName())
                .setId(request.getId());
        for (Output output : outputs(request)) {
            List<Long> shape = new ArrayList<>(output.shape());
            shape.add(0, (long) rows);
            response.addOutputs(InferOutputTensor.newBuilder()
                    .setName(output.name())
                    .setDatatype(output.type().name())
                    .addAllShape(shape));
            response.addRawOutputContents(contents(output, seeds));
        }
        return response.build();
    }

    private static ByteString contents(Output output, List<Long> seeds) {
        return ByteString.copyFrom(seeds.stream()
                .map(seed -> ByteString.copyFrom(DrawnValues.of(seed, output.type(), output.entries())))
                .toList());
    }

    private List<Output> outputs(ModelInferRequest request) {
        String graph = request.getModelName().substring(model.name().length() + 1);
        return switch (graph) {
            case "pivot" ->
                List.of(
                        floats("sampled", model.pivotPositions(), model.channels()),
                        floats("condition", model.pivotPositions(), model.width()));
            case "refine" -> List.of(floats("sampled", model.denseTokens(), model.channels()));
            default -> List.of(picture(request));
        };
    }

    /** The latent is of shape {@code [rows, C, side, side]}. */
    private Output picture(ModelInferRequest request) {
        InferInputTensor latent = request.getInputs(0);
        long side = latent.getShape(latent.getShapeCount() - 1) * model.vaeStride();
        return new Output("image", DataType.UINT8, List.of(side, side, (long) COLOURS));
    }

    private static Output floats(String name, int... shape) {
        return new Output(
                name,
                DataType.FP32,
                Collections.unmodifiableList(
                        Arrays.stream(shape).asLongStream().boxed().toList()));
    }
}
