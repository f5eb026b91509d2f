package io.himar.inference;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.himar.inference.InferenceException.Code;
import io.himar.inference.protocol.GRPCInferenceServiceGrpc;
import io.himar.inference.protocol.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.himar.inference.protocol.ModelInferRequest;
import io.himar.inference.protocol.ModelInferResponse;
import io.himar.inference.protocol.ModelMetadataRequest;
import io.himar.inference.protocol.ModelReadyRequest;
import io.himar.inference.protocol.ModelStatisticsRequest;
import io.himar.inference.protocol.ServerReadyRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Blocking client of one inference server, NVIDIA Triton or the embedded one. Thread-safe; one connection carries the
 * calls of all threads. Connecting is lazy: nothing is sent before the first call.
 *
 * <p>Every call has a deadline. Because models are pure functions, a call that found the server unavailable is repeated
 * a few times with growing pauses, never beyond its deadline. An interrupt ends a call at once, and an ended call also
 * leaves the server's queue.
 */
public final class InferenceClient implements AutoCloseable {
    /** Largest message in either direction: 64 MiB. */
    public static final int MAX_MESSAGE_BYTES = 64 << 20;

    private static final Duration QUESTION_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    // Servers built on gRPC's C core, as Triton is, end a connection at the third ping within five minutes that carries
    // no data; at this pace only a call of more than six minutes could come near that.
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(2);
    private static final Duration KEEP_ALIVE_ANSWER = Duration.ofSeconds(20);

    private final String address;
    private final ManagedChannel channel;
    private final GRPCInferenceServiceBlockingStub stub;
    private final RetryingCall calls;

    private InferenceClient(String address, ManagedChannel channel) {
        this.address = address;
        this.channel = channel;
        this.stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
        this.calls = new RetryingCall(address, channel::resetConnectBackoff);
    }

    /**
     * A client of the server at {@code host:port}.
     *
     * @throws IllegalArgumentException when the address is not of that form
     */
    public static InferenceClient connect(String address) {
        return connect(address, ConnectionSecurity.NONE);
    }

    /**
     * The same of a server that asks for more.
     *
     * @param interceptors see each call
     * @throws IllegalArgumentException also when the file of authorities cannot be used
     */
    public static InferenceClient connect(
            String address, ConnectionSecurity security, ClientInterceptor... interceptors) {
        ServerAddress server = ServerAddress.parse(address);
        NettyChannelBuilder building = NettyChannelBuilder.forTarget("dns:///" + server);
        building.intercept(interceptors);
        security.apply(building);
        ManagedChannel channel = building.maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_ANSWER.toSeconds(), TimeUnit.SECONDS)
                // Repeating is done here, where the deadline and the message are under control.
                .disableRetry()
                .build();
        return new InferenceClient(server.toString(), channel);
    }

    /** {@code host:port} of the server. */
    public String address() {
        return address;
    }

    /**
     * Runs a model once.
     *
     * @param timeout for everything, repeats and pauses included; positive
     * @return the outputs by name, in the order of the request
     * @throws InferenceException when the server refuses, fails, or does not answer in time
     */
    public Map<String, InferenceTensor> infer(InferenceRequest request, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
        String what = "model '" + request.model() + "'";
        ModelInferRequest message = InferenceMessages.request(request);
        ModelInferResponse response =
                calls.run(what, timeout, deadline -> stub.withDeadline(deadline).modelInfer(message));
        return answered(what, () -> InferenceMessages.outputs(request, response));
    }

    /** Whether the server is there and says it is ready; an unreachable server is not. */
    public boolean serverReady() {
        return asked(() -> calls.once(
                "readiness",
                QUESTION_TIMEOUT,
                deadline -> stub.withDeadline(deadline)
                        .serverReady(ServerReadyRequest.getDefaultInstance())
                        .getReady()));
    }

    /** Whether the server is there and says that this model is ready; an unknown model is not. */
    public boolean modelReady(String model) {
        return modelReady(model, "");
    }

    /** The same of a version of the model; empty for the one that the server has. */
    public boolean modelReady(String model, String version) {
        ModelReadyRequest request = ModelReadyRequest.newBuilder()
                .setName(model)
                .setVersion(version)
                .build();
        return asked(() -> calls.once(
                "model '" + model + "'",
                QUESTION_TIMEOUT,
                deadline -> stub.withDeadline(deadline).modelReady(request).getReady()));
    }

    /** What the server says of the version of a model that it has; see {@link #modelMetadata(String, String)}. */
    public ModelMetadata modelMetadata(String model) {
        return modelMetadata(model, "");
    }

    /**
     * Names, types and shapes of a model's inputs and outputs.
     *
     * @param version of the model; empty for the one that the server has
     * @throws InferenceException also when the model uses a type that {@link DataType} lacks
     */
    public ModelMetadata modelMetadata(String model, String version) {
        String what = "model '" + model + "'";
        ModelMetadataRequest request = ModelMetadataRequest.newBuilder()
                .setName(model)
                .setVersion(version)
                .build();
        var response = calls.run(
                what, QUESTION_TIMEOUT, deadline -> stub.withDeadline(deadline).modelMetadata(request));
        return answered(what, () -> InferenceMessages.metadata(response));
    }

    /** What every model of the server has done since the server started, in the server's order. */
    public List<ModelUsage> usage() {
        var response = calls.run(
                "statistics",
                QUESTION_TIMEOUT,
                deadline -> stub.withDeadline(deadline).modelStatistics(ModelStatisticsRequest.getDefaultInstance()));
        return response.getModelStatsList().stream()
                .map(InferenceMessages::usage)
                .toList();
    }

    /** Ends calls in progress after a short grace, and the connection. */
    @Override
    public void close() {
        channel.shutdown();
        try {
            if (!channel.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                channel.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            channel.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static boolean asked(Question question) {
        try {
            return question.ask();
        } catch (InferenceException exception) {
            return switch (exception.code()) {
                case UNAVAILABLE, DEADLINE_EXCEEDED, NOT_FOUND, INVALID_ARGUMENT, CANCELLED -> false;
                case UNIMPLEMENTED, RESOURCE_EXHAUSTED, INTERNAL -> throw exception;
            };
        }
    }

    private <T> T answered(String what, Answer<T> answer) {
        try {
            return answer.read();
        } catch (IllegalArgumentException | ArithmeticException nonsense) {
            throw new InferenceException(
                    Code.INTERNAL,
                    "inference server %s gave an answer for %s that makes no sense: %s"
                            .formatted(address, what, nonsense.getMessage()),
                    nonsense);
        }
    }

    private interface Question {
        boolean ask();
    }

    private interface Answer<T> {
        T read();
    }
}
