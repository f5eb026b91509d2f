package io.himar.inference.server;

import io.grpc.Status;
import io.himar.inference.server.BatchPolicy.Batch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Requests of one model that wait for an idle instance. Thread-safe. */
final class BatchQueue {
    private final String model;
    private final BatchPolicy policy;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<PendingInference> waiting = new LinkedHashSet<>();
    private int running;
    private boolean closed;

    BatchQueue(String model, BatchPolicy policy) {
        this.model = model;
        this.policy = policy;
    }

    /** Adds a request. If the queue is closed or full, it is refused as UNAVAILABLE. */
    void add(PendingInference request) {
        lock.lock();
        try {
            if (closed) {
                throw Status.UNAVAILABLE
                        .withDescription("model '" + model + "' is not ready: the server is stopping")
                        .asRuntimeException();
            }
            if (policy.maxQueued() > 0 && waiting.size() >= policy.maxQueued()) {
                throw Status.UNAVAILABLE
                        .withDescription(
                                "model '%s' exceeds maximum queue size: %d".formatted(model, policy.maxQueued()))
                        .asRuntimeException();
            }
            waiting.add(request);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a request whose caller is gone. */
    void remove(PendingInference request) {
        lock.lock();
        try {
            waiting.remove(request);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next requests to run together. The result is empty once the queue is closed and drained. The caller
     * gives each batch back to {@link #done}.
     */
    List<PendingInference> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (waiting.isEmpty()) {
                    if (closed) {
                        return List.of();
                    }
                    changed.await();
                    continue;
                }
                Batch batch = policy.choose(waiting);
                long patience = closed
                        ? 0
                        : policy.maxDelayNanos() - batch.requests().get(0).ageNanos();
                if (batch.complete() || patience <= 0) {
                    List<PendingInference> taken = List.copyOf(batch.requests());
                    taken.forEach(waiting::remove);
                    running += taken.size();
                    return taken;
                }
                long unused = changed.awaitNanos(patience);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says that a batch taken has been answered. */
    void done(List<PendingInference> batch) {
        lock.lock();
        try {
            running -= batch.size();
        } finally {
            lock.unlock();
        }
    }

    /** Requests that wait or run. */
    int inProgress() {
        lock.lock();
        try {
            return waiting.size() + running;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new requests from now on. Those that wait are still handed out, at once. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes everything that still waits, so that it can be refused. */
    List<PendingInference> drain() {
        lock.lock();
        try {
            List<PendingInference> rest = new ArrayList<>(waiting);
            waiting.clear();
            return rest;
        } finally {
            lock.unlock();
        }
    }
}
