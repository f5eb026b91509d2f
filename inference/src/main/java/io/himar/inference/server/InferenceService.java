package io.himar.inference.server;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.himar.inference.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import io.himar.inference.protocol.ModelInferRequest;
import io.himar.inference.protocol.ModelInferResponse;
import io.himar.inference.protocol.ModelMetadataRequest;
import io.himar.inference.protocol.ModelMetadataResponse;
import io.himar.inference.protocol.ModelMetadataResponse.TensorMetadata;
import io.himar.inference.protocol.ModelReadyRequest;
import io.himar.inference.protocol.ModelReadyResponse;
import io.himar.inference.protocol.ModelStatisticsRequest;
import io.himar.inference.protocol.ModelStatisticsResponse;
import io.himar.inference.protocol.ServerLiveRequest;
import io.himar.inference.protocol.ServerLiveResponse;
import io.himar.inference.protocol.ServerMetadataRequest;
import io.himar.inference.protocol.ServerMetadataResponse;
import io.himar.inference.protocol.ServerReadyRequest;
import io.himar.inference.protocol.ServerReadyResponse;
import java.util.List;
import java.util.function.Supplier;

/** The protocol's calls, answered with Triton's status codes. */
final class InferenceService extends GRPCInferenceServiceImplBase {
    private static final String NAME = "himar-embedded";
    private static final String STATISTICS_EXTENSION = "statistics";

    private final ModelShelf shelf;

    InferenceService(ModelShelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> caller) {
        answer(caller, () -> ServerLiveResponse.newBuilder().setLive(true).build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> caller) {
        answer(
                caller,
                () -> ServerReadyResponse.newBuilder().setReady(shelf.ready()).build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> caller) {
        answer(caller, () -> {
            boolean ready = shelf.ready();
            if (ready) {
                ServedModel unused = shelf.model(request.getName(), request.getVersion());
            }
            return ModelReadyResponse.newBuilder().setReady(ready).build();
        });
    }

    @Override
    public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> caller) {
        answer(
                caller,
                () -> ServerMetadataResponse.newBuilder()
                        .setName(NAME)
                        .setVersion(shelf.runtimeVersion())
                        .addExtensions(STATISTICS_EXTENSION)
                        .build());
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> caller) {
        answer(caller, () -> {
            ServedModel model = shelf.model(request.getName(), request.getVersion());
            Signature signature = model.signature();
            return ModelMetadataResponse.newBuilder()
                    .setName(signature.model())
                    .addVersions(model.files().version())
                    .setPlatform(model.files().platform())
                    .addAllInputs(tensors(signature, signature.inputs()))
                    .addAllOutputs(tensors(signature, signature.outputs()))
                    .build();
        });
    }

    @Override
    public void modelStatistics(ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> caller) {
        answer(caller, () -> {
            List<ServedModel> models = request.getName().isEmpty()
                    ? shelf.models()
                    : List.of(shelf.model(request.getName(), request.getVersion()));
            return ModelStatisticsResponse.newBuilder()
                    .addAllModelStats(
                            models.stream().map(ServedModel::statistics).toList())
                    .build();
        });
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> caller) {
        try {
            shelf.model(request.getModelName(), request.getModelVersion())
                    .submit(request, (ServerCallStreamObserver<ModelInferResponse>) caller);
        } catch (StatusRuntimeException refused) {
            caller.onError(refused);
        }
    }

    private static List<TensorMetadata> tensors(Signature signature, List<Signature.Tensor> tensors) {
        return tensors.stream()
                .map(tensor -> TensorMetadata.newBuilder()
                        .setName(tensor.name())
                        .setDatatype(tensor.type().name())
                        .addAllShape(signature.shape(tensor))
                        .build())
                .toList();
    }

    private static <T> void answer(StreamObserver<T> caller, Supplier<T> answer) {
        try {
            caller.onNext(answer.get());
            caller.onCompleted();
        } catch (StatusRuntimeException refused) {
            caller.onError(refused);
        } catch (RuntimeException failure) {
            caller.onError(Status.INTERNAL
                    .withDescription(failure.toString())
                    .withCause(failure)
                    .asRuntimeException());
        }
    }
}
