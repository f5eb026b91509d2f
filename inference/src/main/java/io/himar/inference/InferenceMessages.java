package io.himar.inference;

import com.google.protobuf.UnsafeByteOperations;
import io.himar.inference.protocol.InferBatchStatistics;
import io.himar.inference.protocol.ModelInferRequest;
import io.himar.inference.protocol.ModelInferRequest.InferInputTensor;
import io.himar.inference.protocol.ModelInferRequest.InferRequestedOutputTensor;
import io.himar.inference.protocol.ModelInferResponse;
import io.himar.inference.protocol.ModelInferResponse.InferOutputTensor;
import io.himar.inference.protocol.ModelMetadataResponse;
import io.himar.inference.protocol.ModelMetadataResponse.TensorMetadata;
import io.himar.inference.protocol.ModelStatistics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Between our records and the protocol's messages. Nothing here copies the contents of a tensor. */
final class InferenceMessages {
    private InferenceMessages() {}

    static ModelInferRequest request(InferenceRequest request) {
        ModelInferRequest.Builder message =
                ModelInferRequest.newBuilder().setModelName(request.model()).setModelVersion(request.version());
        for (InferenceTensor input : request.inputs()) {
            InferInputTensor.Builder tensor = message.addInputsBuilder()
                    .setName(input.name())
                    .setDatatype(input.type().name());
            for (long axis : input.shape()) {
                tensor.addShape(axis);
            }
            message.addRawInputContents(UnsafeByteOperations.unsafeWrap(input.data()));
        }
        for (String output : request.outputs()) {
            message.addOutputs(InferRequestedOutputTensor.newBuilder().setName(output));
        }
        return message.build();
    }

    /** The outputs by name, in the order asked for; a missing or misshapen one is an IllegalArgumentException. */
    static Map<String, InferenceTensor> outputs(InferenceRequest request, ModelInferResponse response) {
        if (response.getRawOutputContentsCount() != response.getOutputsCount()) {
            throw new IllegalArgumentException("%d raw contents for %d outputs"
                    .formatted(response.getRawOutputContentsCount(), response.getOutputsCount()));
        }
        Map<String, InferenceTensor> outputs = new LinkedHashMap<>();
        for (int i = 0; i < response.getOutputsCount(); i++) {
            InferOutputTensor output = response.getOutputs(i);
            outputs.put(
                    output.getName(),
                    new InferenceTensor(
                            output.getName(),
                            DataType.ofProtocolName(output.getDatatype()),
                            output.getShapeList().stream()
                                    .mapToLong(Long::longValue)
                                    .toArray(),
                            response.getRawOutputContents(i).asReadOnlyByteBuffer()));
        }
        return request.outputs().isEmpty() ? outputs : select(request.outputs(), outputs);
    }

    private static Map<String, InferenceTensor> select(List<String> wanted, Map<String, InferenceTensor> outputs) {
        Map<String, InferenceTensor> selected = new LinkedHashMap<>();
        for (String name : wanted) {
            InferenceTensor output = outputs.get(name);
            if (output == null) {
                throw new IllegalArgumentException(
                        "output '" + name + "' is missing (there are: " + outputs.keySet() + ")");
            }
            selected.put(name, output);
        }
        return selected;
    }

    static ModelMetadata metadata(ModelMetadataResponse response) {
        return new ModelMetadata(
                response.getName(),
                response.getVersionsList(),
                response.getPlatform(),
                tensors(response.getInputsList()),
                tensors(response.getOutputsList()));
    }

    private static List<ModelMetadata.Tensor> tensors(List<TensorMetadata> tensors) {
        return tensors.stream()
                .map(tensor -> new ModelMetadata.Tensor(
                        tensor.getName(), DataType.ofProtocolName(tensor.getDatatype()), tensor.getShapeList()))
                .toList();
    }

    static ModelUsage usage(ModelStatistics statistics) {
        return new ModelUsage(
                statistics.getName(),
                statistics.getInferenceStats().getSuccess().getCount(),
                statistics.getInferenceStats().getFail().getCount(),
                statistics.getInferenceCount(),
                statistics.getExecutionCount(),
                busy(statistics.getBatchStatsList()),
                statistics.getBatchStatsList().stream()
                        .collect(Collectors.toMap(
                                InferBatchStatistics::getBatchSize,
                                batch -> batch.getComputeInfer().getCount())));
    }

    /** The time of a run counts once here; inference_stats counts it once for every request that shared the run. */
    private static Duration busy(List<InferBatchStatistics> batches) {
        return Duration.ofNanos(batches.stream()
                .mapToLong(batch -> batch.getComputeInfer().getNs())
                .sum());
    }
}
