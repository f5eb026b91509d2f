package io.himar.inference.server;

import ai.onnxruntime.OrtException;
import io.grpc.Status;
import io.himar.inference.protocol.ModelInferResponse;
import java.util.List;

/** Takes batches from the queue, runs them and answers, until the queue is closed and empty. */
final class ModelInstance implements Runnable {
    private final BatchQueue queue;
    private final GraphRun graph;
    private final ModelCounters counters;

    ModelInstance(BatchQueue queue, GraphRun graph, ModelCounters counters) {
        this.queue = queue;
        this.graph = graph;
        this.counters = counters;
    }

    @Override
    public void run() {
        try {
            for (List<PendingInference> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                List<PendingInference> awaited =
                        batch.stream().filter(request -> !request.abandoned()).toList();
                if (!awaited.isEmpty()) {
                    execute(awaited);
                }
                queue.done(batch);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(List<PendingInference> batch) {
        List<ModelInferResponse> answers;
        try {
            answers = graph.run(batch);
        } catch (OrtException | RuntimeException | OutOfMemoryError failure) {
            failed(batch, failure);
            return;
        }
        for (int i = 0; i < answers.size(); i++) {
            counters.answered(batch.get(i));
            batch.get(i).answer(answers.get(i));
        }
    }

    /** Runs the requests one by one: a bad one, say with an index out of range, must not fail those beside it. */
    private void failed(List<PendingInference> batch, Throwable failure) {
        if (batch.size() > 1) {
            batch.forEach(request -> execute(List.of(request)));
            return;
        }
        PendingInference request = batch.get(0);
        counters.failed(request);
        // While the server stops, runs are ended from outside: the caller should try elsewhere.
        Status status = queue.closed() ? Status.UNAVAILABLE : Status.INTERNAL;
        request.refuse(status.withDescription("onnx runtime error: " + failure.getMessage())
                .withCause(failure));
    }
}
