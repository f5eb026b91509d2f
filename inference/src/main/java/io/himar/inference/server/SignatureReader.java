package io.himar.inference.server;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.himar.inference.DataType;
import io.himar.inference.protocol.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a signature from a configuration and compares it with the graph, so that the two cannot disagree later. */
final class SignatureReader {
    private final RepositoryModel model;

    private SignatureReader(RepositoryModel model) {
        this.model = model;
    }

    /** The signature of a configuration that fits the graph; otherwise a RepositoryException. */
    static Signature read(RepositoryModel model, OrtSession session) throws OrtException {
        SignatureReader reader = new SignatureReader(model);
        Signature signature = reader.configured(model.config());
        reader.compare("input", signature, signature.inputs(), session.getInputInfo());
        reader.compare("output", signature, signature.outputs(), session.getOutputInfo());
        reader.requireAllInputs(signature, session.getInputNames());
        return signature;
    }

    private Signature configured(ModelConfig config) {
        List<Signature.Tensor> inputs = new ArrayList<>();
        config.getInputList()
                .forEach(input ->
                        inputs.add(tensor("input", input.getName(), input.getDataType(), input.getDimsList())));
        List<Signature.Tensor> outputs = new ArrayList<>();
        config.getOutputList()
                .forEach(output ->
                        outputs.add(tensor("output", output.getName(), output.getDataType(), output.getDimsList())));
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw refused("lists %d inputs and %d outputs (expected: at least one of each)"
                    .formatted(inputs.size(), outputs.size()));
        }
        return new Signature(model.name(), config.getMaxBatchSize(), inputs, outputs);
    }

    private Signature.Tensor tensor(
            String kind, String name, io.himar.inference.protocol.DataType configured, List<Long> dims) {
        DataType type = ElementTypes.of(configured)
                .orElseThrow(() -> refused("says data_type: %s for %s '%s', which is not supported here"
                        .formatted(configured, kind, name)));
        if (dims.stream().anyMatch(size -> size < 1 && size != -1)) {
            throw refused("says dims: %s for %s '%s' (expected: each -1 or > 0)".formatted(dims, kind, name));
        }
        return new Signature.Tensor(name, type, dims);
    }

    private void compare(
            String kind, Signature signature, List<Signature.Tensor> tensors, Map<String, NodeInfo> graph) {
        for (Signature.Tensor tensor : tensors) {
            NodeInfo node = graph.get(tensor.name());
            if (node == null) {
                throw refused("names %s '%s', but %s has %s"
                        .formatted(kind, tensor.name(), model.graph(), new TreeSet<>(graph.keySet())));
            }
            if (!(node.getInfo() instanceof TensorInfo info)) {
                throw refused("names %s '%s', which in %s is no tensor".formatted(kind, tensor.name(), model.graph()));
            }
            compareType(kind, tensor, info);
            compareShape(kind, tensor, signature.shape(tensor), info);
        }
    }

    private void compareType(String kind, Signature.Tensor tensor, TensorInfo info) {
        OnnxJavaType expected = ElementTypes.onnx(tensor.type());
        if (info.type != expected) {
            throw refused("says %s '%s' is %s, but in %s it is %s"
                    .formatted(kind, tensor.name(), tensor.type(), model.graph(), info.type));
        }
    }

    private void compareShape(String kind, Signature.Tensor tensor, List<Long> configured, TensorInfo info) {
        List<Long> graph = Arrays.stream(info.getShape()).boxed().toList();
        boolean fits = graph.size() == configured.size();
        for (int axis = 0; fits && axis < graph.size(); axis++) {
            // A graph may leave open what the configuration fixes; not the other way round.
            fits = graph.get(axis) == -1 || graph.get(axis).equals(configured.get(axis));
        }
        if (!fits) {
            throw refused("says %s '%s' has shape %s with the batch axis, but in %s it has %s"
                    .formatted(kind, tensor.name(), configured, model.graph(), graph));
        }
    }

    private void requireAllInputs(Signature signature, Set<String> graph) {
        Set<String> unnamed = new TreeSet<>(graph);
        signature.inputs().forEach(input -> unnamed.remove(input.name()));
        if (!unnamed.isEmpty()) {
            throw refused("does not name the inputs %s of %s".formatted(unnamed, model.graph()));
        }
    }

    private RepositoryException refused(String sentence) {
        return new RepositoryException(model.configuration() + " " + sentence);
    }
}
