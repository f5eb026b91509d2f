package io.himar.inference.server;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.himar.inference.protocol.ModelInferRequest;
import io.himar.inference.protocol.ModelInferRequest.InferInputTensor;
import io.himar.inference.protocol.ModelInferRequest.InferRequestedOutputTensor;
import io.himar.inference.protocol.ModelInferResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compares a request with the model's signature. What does not fit is refused with INVALID_ARGUMENT, in words close to
 * Triton's.
 */
record RequestCheck(Signature signature) {

    PendingInference check(ModelInferRequest request, ServerCallStreamObserver<ModelInferResponse> caller) {
        Map<String, Integer> positions = positions(request);
        int rows = rows(request);
        List<List<Long>> shapes = new ArrayList<>();
        List<ByteString> contents = new ArrayList<>();
        for (Signature.Tensor expected : signature.inputs()) {
            int position = positions.get(expected.name());
            InferInputTensor given = request.getInputs(position);
            ByteString bytes = request.getRawInputContents(position);
            checkType(expected, given);
            checkShape(expected, given, rows);
            checkSize(expected, given, bytes);
            shapes.add(withoutBatch(given.getShapeList()));
            contents.add(bytes);
        }
        return new PendingInference(request.getId(), rows, shapes, contents, outputs(request), caller);
    }

    private Map<String, Integer> positions(ModelInferRequest request) {
        if (request.getRawInputContentsCount() != request.getInputsCount()) {
            throw refused(
                    ("expected raw_input_contents for each of %d inputs for model '%s', got %d; typed contents are"
                                    + " not accepted")
                            .formatted(
                                    request.getInputsCount(), signature.model(), request.getRawInputContentsCount()));
        }
        Map<String, Integer> positions = new LinkedHashMap<>();
        for (int i = 0; i < request.getInputsCount(); i++) {
            String name = request.getInputs(i).getName();
            if (signature.input(name).isEmpty()) {
                throw refused("unexpected inference input '%s' for model '%s'".formatted(name, signature.model()));
            }
            if (positions.put(name, i) != null) {
                throw refused("input '%s' already exists in request for model '%s'".formatted(name, signature.model()));
            }
        }
        List<String> missing = signature.inputs().stream()
                .map(Signature.Tensor::name)
                .filter(name -> !positions.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw refused(("expected %d inputs but got %d inputs for model '%s'. Got input(s) %s, but missing required"
                            + " input(s) %s. Please provide all required input(s).")
                    .formatted(
                            signature.inputs().size(),
                            positions.size(),
                            signature.model(),
                            quoted(positions.keySet()),
                            quoted(missing)));
        }
        return positions;
    }

    private int rows(ModelInferRequest request) {
        if (!signature.batched() || request.getInputsCount() == 0) {
            return 1;
        }
        InferInputTensor first = request.getInputs(0);
        if (first.getShapeCount() == 0) {
            throw refused("input '%s' has no shape but model requires batch dimension for '%s'"
                    .formatted(first.getName(), signature.model()));
        }
        long rows = first.getShape(0);
        if (rows > signature.maxBatchSize()) {
            throw refused("inference request batch-size must be <= %d for '%s', got %d"
                    .formatted(signature.maxBatchSize(), signature.model(), rows));
        }
        if (rows < 1) {
            throw refused(
                    "inference request batch-size must be >= 1 for '%s', got %d".formatted(signature.model(), rows));
        }
        return (int) rows;
    }

    private void checkType(Signature.Tensor expected, InferInputTensor given) {
        if (!expected.type().name().equals(given.getDatatype())) {
            throw refused("inference input '%s' data-type is '%s', but model '%s' expects '%s'"
                    .formatted(expected.name(), given.getDatatype(), signature.model(), expected.type()));
        }
    }

    private void checkShape(Signature.Tensor expected, InferInputTensor given, int rows) {
        List<Long> shape = given.getShapeList();
        List<Long> wanted = signature.shape(expected);
        boolean matches = wanted.size() == shape.size();
        for (int axis = 0; matches && axis < shape.size(); axis++) {
            matches = shape.get(axis) >= 0
                    && (wanted.get(axis) == -1 || wanted.get(axis).equals(shape.get(axis)));
        }
        if (!matches) {
            throw refused("unexpected shape for input '%s' for model '%s'. Expected %s, got %s"
                    .formatted(expected.name(), signature.model(), listed(wanted), listed(shape)));
        }
        if (signature.batched() && shape.get(0) != rows) {
            throw refused("input '%s' batch size does not match other inputs for '%s'. Expected %d, got %d"
                    .formatted(expected.name(), signature.model(), rows, shape.get(0)));
        }
    }

    private void checkSize(Signature.Tensor expected, InferInputTensor given, ByteString bytes) {
        long size = expected.type().bytes();
        try {
            for (long axis : given.getShapeList()) {
                size = Math.multiplyExact(size, axis);
            }
        } catch (ArithmeticException overflow) {
            size = Long.MAX_VALUE;
        }
        if (size != bytes.size()) {
            throw refused("input byte size mismatch for input '%s' for model '%s'. Expected %d, got %d"
                    .formatted(expected.name(), signature.model(), size, bytes.size()));
        }
    }

    private List<String> outputs(ModelInferRequest request) {
        List<String> wanted = request.getOutputsList().stream()
                .map(InferRequestedOutputTensor::getName)
                .distinct()
                .toList();
        for (String name : wanted) {
            if (signature.output(name).isEmpty()) {
                throw refused("unexpected inference output '%s' for model '%s'".formatted(name, signature.model()));
            }
        }
        return wanted.isEmpty()
                ? signature.outputs().stream().map(Signature.Tensor::name).toList()
                : wanted;
    }

    private List<Long> withoutBatch(List<Long> shape) {
        return signature.batched() ? shape.subList(1, shape.size()) : shape;
    }

    /** As Triton writes a shape. */
    private static String listed(List<Long> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    /** As Triton writes names. */
    private static String quoted(Collection<String> names) {
        return names.stream().sorted().map(name -> "'" + name + "'").collect(Collectors.joining(",", "[", "]"));
    }

    private static StatusRuntimeException refused(String sentence) {
        return Status.INVALID_ARGUMENT.withDescription(sentence).asRuntimeException();
    }
}
