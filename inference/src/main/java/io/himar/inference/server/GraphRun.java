package io.himar.inference.server;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.UnsafeByteOperations;
import io.himar.inference.protocol.ModelInferResponse;
import io.himar.model.onnx.runtime.OnnxRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the graph on merged requests: concatenates their inputs on axis 0 and splits the outputs again. It belongs to
 * one thread, and keeps the native input buffers from run to run.
 */
final class GraphRun {
    private final Signature signature;
    private final String version;
    private final OrtSession session;
    private final OrtSession.RunOptions options;
    private final ModelCounters counters;
    private final ByteBuffer[] buffers;

    GraphRun(
            Signature signature,
            String version,
            OrtSession session,
            OrtSession.RunOptions options,
            ModelCounters counters) {
        this.signature = signature;
        this.version = version;
        this.session = session;
        this.options = options;
        this.counters = counters;
        this.buffers = new ByteBuffer[signature.inputs().size()];
    }

    /**
     * The answers, in the order of the requests.
     *
     * @param requests at least one, all of the same shapes
     */
    List<ModelInferResponse> run(List<PendingInference> requests) throws OrtException {
        int rows = requests.stream().mapToInt(PendingInference::rows).sum();
        Set<String> wanted = new LinkedHashSet<>();
        requests.forEach(request -> wanted.addAll(request.outputs()));
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            for (int i = 0; i < buffers.length; i++) {
                inputs.put(signature.inputs().get(i).name(), input(i, rows, requests));
            }
            long start = System.nanoTime();
            try (OrtSession.Result result = session.run(inputs, wanted, options)) {
                counters.ran(rows, System.nanoTime() - start);
                return answers(requests, rows, outputs(wanted, result));
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor input(int index, int rows, List<PendingInference> requests) throws OrtException {
        int bytes = Math.toIntExact(requests.stream()
                .mapToLong(request -> request.contents(index).size())
                .sum());
        if (buffers[index] == null || buffers[index].capacity() < bytes) {
            buffers[index] = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        ByteBuffer buffer = buffers[index].clear();
        requests.forEach(request -> request.contents(index).copyTo(buffer));
        buffer.flip();
        List<Long> shape = new ArrayList<>(requests.get(0).shape(index));
        if (signature.batched()) {
            shape.add(0, (long) rows);
        }
        return OnnxTensor.createTensor(
                OnnxRuntime.environment(),
                buffer,
                shape.stream().mapToLong(Long::longValue).toArray(),
                ElementTypes.onnx(signature.inputs().get(index).type()));
    }

    /** An output of the whole batch, copied out of native memory once. */
    private record Output(Signature.Tensor tensor, List<Long> shape, ByteBuffer bytes) {}

    private Map<String, Output> outputs(Set<String> wanted, OrtSession.Result result) {
        Map<String, Output> outputs = new LinkedHashMap<>();
        for (String name : wanted) {
            OnnxTensor value = (OnnxTensor) result.get(name).orElseThrow();
            List<Long> shape = Arrays.stream(value.getInfo().getShape()).boxed().toList();
            outputs.put(name, new Output(signature.output(name).orElseThrow(), shape, value.getByteBuffer()));
        }
        return outputs;
    }

    private List<ModelInferResponse> answers(List<PendingInference> requests, int rows, Map<String, Output> outputs) {
        List<ModelInferResponse> answers = new ArrayList<>();
        int firstRow = 0;
        for (PendingInference request : requests) {
            ModelInferResponse.Builder answer = ModelInferResponse.newBuilder()
                    .setModelName(signature.model())
                    .setModelVersion(version)
                    .setId(request.id());
            for (String name : request.outputs()) {
                append(answer, outputs.get(name), firstRow, request.rows(), rows);
            }
            answers.add(answer.build());
            firstRow += request.rows();
        }
        return answers;
    }

    private void append(ModelInferResponse.Builder answer, Output output, int firstRow, int rows, int batchRows) {
        List<Long> shape = new ArrayList<>(output.shape());
        ByteBuffer bytes = output.bytes();
        if (signature.batched()) {
            if (shape.isEmpty() || shape.get(0) != batchRows) {
                throw new IllegalStateException("output '%s' of model '%s' does not have the batch's %d rows"
                        .formatted(output.tensor().name(), signature.model(), batchRows));
            }
            int rowBytes = bytes.capacity() / batchRows;
            bytes = bytes.slice(firstRow * rowBytes, rows * rowBytes);
            shape.set(0, (long) rows);
        }
        answer.addOutputsBuilder()
                .setName(output.tensor().name())
                .setDatatype(output.tensor().type().name())
                .addAllShape(shape);
        answer.addRawOutputContents(UnsafeByteOperations.unsafeWrap(bytes));
    }
}
