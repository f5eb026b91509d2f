package io.himar.worker.bench;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.himar.inference.protocol.GRPCInferenceServiceGrpc;
import io.himar.inference.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.himar.inference.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import io.himar.inference.protocol.ModelInferRequest;
import io.himar.inference.protocol.ModelInferResponse;
import io.himar.inference.protocol.ModelReadyRequest;
import io.himar.inference.protocol.ModelReadyResponse;
import io.himar.inference.protocol.ServerReadyRequest;
import io.himar.inference.protocol.ServerReadyResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a real inference server, and is slow or fails when told to. */
public final class FaultyInference implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ManagedChannel channel;
    private final Server server;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private volatile Duration delay = Duration.ZERO;
    private volatile Status failure = Status.OK;

    private FaultyInference(String real) throws IOException {
        channel = Grpc.newChannelBuilder(real, InsecureChannelCredentials.create())
                .build();
        server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .executor(threads)
                .addService(new Forwarding(GRPCInferenceServiceGrpc.newBlockingStub(channel)))
                .build()
                .start();
    }

    /** @param real {@code host:port} of the server behind */
    public static FaultyInference before(String real) throws IOException {
        return new FaultyInference(real);
    }

    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    /** From now on every run of a graph takes so much longer. */
    public void delay(Duration longer) {
        delay = longer;
    }

    /** From now on every run of a graph ends so; {@link Status#OK} ends it. */
    public void fail(Status status) {
        failure = status;
    }

    /** The most runs that there were at once. */
    public int mostRunning() {
        return mostRunning.get();
    }

    @Override
    public void close() {
        server.shutdownNow();
        channel.shutdownNow();
        threads.shutdownNow();
    }

    private final class Forwarding extends GRPCInferenceServiceImplBase {
        private final GRPCInferenceServiceBlockingStub real;

        Forwarding(GRPCInferenceServiceBlockingStub real) {
            this.real = real;
        }

        @Override
        public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> caller) {
            caller.onNext(real.serverReady(request));
            caller.onCompleted();
        }

        @Override
        public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> caller) {
            caller.onNext(real.modelReady(request));
            caller.onCompleted();
        }

        @Override
        public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> caller) {
            mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                Thread.sleep(delay.toMillis());
                if (!failure.isOk()) {
                    throw failure.asRuntimeException();
                }
                ModelInferResponse answer = real.modelInfer(request);
                running.decrementAndGet();
                caller.onNext(answer);
                caller.onCompleted();
            } catch (StatusRuntimeException e) {
                running.decrementAndGet();
                caller.onError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                caller.onError(Status.UNAVAILABLE.asRuntimeException());
            }
        }
    }
}
