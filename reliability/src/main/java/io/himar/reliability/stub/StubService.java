package io.himar.reliability.stub;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.himar.inference.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import io.himar.inference.protocol.ModelInferRequest;
import io.himar.inference.protocol.ModelInferResponse;
import io.himar.inference.protocol.ModelReadyRequest;
import io.himar.inference.protocol.ModelReadyResponse;
import io.himar.inference.protocol.ServerLiveRequest;
import io.himar.inference.protocol.ServerLiveResponse;
import io.himar.inference.protocol.ServerMetadataRequest;
import io.himar.inference.protocol.ServerMetadataResponse;
import io.himar.inference.protocol.ServerReadyRequest;
import io.himar.inference.protocol.ServerReadyResponse;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The protocol's calls, answered as the {@link StubMode} says. */
final class StubService extends GRPCInferenceServiceImplBase {
    private static final int SLOWNESS = 40;

    private final StubGraphs graphs;
    private final StubState state;
    private final Duration delay;
    private final ScheduledExecutorService later;

    /** @param delay how long a run takes; runs do not wait for one another */
    StubService(StubGraphs graphs, StubState state, Duration delay, ScheduledExecutorService later) {
        this.graphs = graphs;
        this.state = state;
        this.delay = delay;
        this.later = later;
    }

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> caller) {
        question(caller, ServerLiveResponse.newBuilder().setLive(true).build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> caller) {
        question(
                caller,
                ServerReadyResponse.newBuilder()
                        .setReady(state.mode() != StubMode.REFUSING)
                        .build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> caller) {
        boolean ready = state.mode() != StubMode.REFUSING && graphs.has(request.getName());
        question(caller, ModelReadyResponse.newBuilder().setReady(ready).build());
    }

    @Override
    public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> caller) {
        question(caller, ServerMetadataResponse.newBuilder().setName("stub").build());
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> caller) {
        state.called(request.getModelName());
        switch (state.mode()) {
            case REFUSING -> fail(caller, Status.UNAVAILABLE.withDescription("not ready"));
            case FULL -> fail(caller, Status.RESOURCE_EXHAUSTED.withDescription("queue is full"));
            case BROKEN -> fail(caller, Status.INTERNAL.withDescription("device is lost"));
            case HANGING, STUCK -> state.affected();
            case SLOW -> {
                state.affected();
                answerAfter(delay.multipliedBy(SLOWNESS), request, caller);
            }
            case WELL -> answerAfter(delay, request, caller);
        }
    }

    private void answerAfter(Duration time, ModelInferRequest request, StreamObserver<ModelInferResponse> caller) {
        if (time.isZero()) {
            answer(request, caller);
            return;
        }
        ScheduledFuture<?> run = later.schedule(() -> answer(request, caller), time.toNanos(), TimeUnit.NANOSECONDS);
        ((ServerCallStreamObserver<ModelInferResponse>) caller).setOnCancelHandler(() -> run.cancel(false));
    }

    private void answer(ModelInferRequest request, StreamObserver<ModelInferResponse> caller) {
        if (!graphs.has(request.getModelName())) {
            caller.onError(
                    Status.NOT_FOUND.withDescription(request.getModelName()).asRuntimeException());
            return;
        }
        reply(caller, graphs.answer(request));
    }

    private <T> void question(StreamObserver<T> caller, T answer) {
        switch (state.mode()) {
            case HANGING -> state.affected();
            case REFUSING -> {
                state.affected();
                reply(caller, answer);
            }
            case WELL, STUCK, FULL, SLOW, BROKEN -> reply(caller, answer);
        }
    }

    private void fail(StreamObserver<?> caller, Status status) {
        state.affected();
        caller.onError(status.asRuntimeException());
    }

    private static <T> void reply(StreamObserver<T> caller, T answer) {
        if (caller instanceof ServerCallStreamObserver<T> call && call.isCancelled()) {
            return;
        }
        caller.onNext(answer);
        caller.onCompleted();
    }
}
