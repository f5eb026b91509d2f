package io.himar.inference.server;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.himar.inference.protocol.ModelInferResponse;
import java.util.List;

/** A checked request that waits for its run, with the caller to answer. Compared by identity. */
final class PendingInference {
    private final String id;
    private final int rows;
    private final List<List<Long>> shapes;
    private final List<ByteString> contents;
    private final List<String> outputs;
    private final ServerCallStreamObserver<ModelInferResponse> caller;
    private final long since = System.nanoTime();

    /**
     * @param id the caller's own, may be empty
     * @param rows size of the batch axis; 1 where there is none
     * @param shapes of all inputs in the signature's order, without the batch axis where there is one
     * @param contents of all inputs in the signature's order
     * @param outputs wanted, in the order of the answer
     */
    PendingInference(
            String id,
            int rows,
            List<List<Long>> shapes,
            List<ByteString> contents,
            List<String> outputs,
            ServerCallStreamObserver<ModelInferResponse> caller) {
        this.id = id;
        this.rows = rows;
        this.shapes = List.copyOf(shapes);
        this.contents = List.copyOf(contents);
        this.outputs = List.copyOf(outputs);
        this.caller = caller;
    }

    String id() {
        return id;
    }

    int rows() {
        return rows;
    }

    List<Long> shape(int input) {
        return shapes.get(input);
    }

    ByteString contents(int input) {
        return contents.get(input);
    }

    List<String> outputs() {
        return outputs;
    }

    boolean mergesWith(PendingInference other) {
        return shapes.equals(other.shapes);
    }

    long ageNanos() {
        return System.nanoTime() - since;
    }

    /** The caller cancelled, or its deadline has passed. */
    boolean abandoned() {
        return caller.isCancelled();
    }

    void answer(ModelInferResponse response) {
        caller.onNext(response);
        caller.onCompleted();
    }

    void refuse(Status status) {
        caller.onError(status.asRuntimeException());
    }
}
