package io.himar.inference.server;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.himar.inference.protocol.ModelInferRequest;
import io.himar.inference.protocol.ModelInferResponse;
import io.himar.inference.protocol.ModelStatistics;
import io.himar.model.onnx.runtime.OnnxRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One loaded model: its session, its queue, and the threads that run it. */
final class ServedModel {
    private final RepositoryModel model;
    private final OrtSession session;
    private final Signature signature;
    private final OrtSession.RunOptions runOptions;
    private final BatchQueue queue;
    private final ModelCounters counters = new ModelCounters();
    private final List<Thread> instances = new ArrayList<>();
    private volatile long usedAt = System.nanoTime();

    private ServedModel(
            RepositoryModel model, OrtSession session, Signature signature, OrtSession.RunOptions runOptions) {
        this.model = model;
        this.session = session;
        this.signature = signature;
        this.runOptions = runOptions;
        this.queue = new BatchQueue(model.name(), BatchPolicy.of(model.config()));
    }

    /** Loads the graph, checks it against the configuration and starts the instances. */
    static ServedModel load(RepositoryModel model, int threads) {
        try (OrtSession.SessionOptions options = sessionOptions(threads)) {
            // The graph is given by its path, not as bytes: so weights beside the file are found, and are mapped, not
            // read.
            OrtSession session = OnnxRuntime.environment()
                    .createSession(model.graph().toAbsolutePath().toString(), options);
            try {
                Signature signature = SignatureReader.read(model, session);
                ServedModel served = new ServedModel(model, session, signature, new OrtSession.RunOptions());
                served.startInstances();
                return served;
            } catch (RepositoryException | OrtException refused) {
                session.close();
                throw refused;
            }
        } catch (OrtException failure) {
            throw new RepositoryException(
                    "%s cannot be loaded: %s".formatted(model.graph(), firstLine(failure)), failure);
        }
    }

    private static OrtSession.SessionOptions sessionOptions(int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        // Idle threads sleep, so that a suite without work uses no CPU, and models that share cores do not slow each
        // other.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    private void startInstances() {
        for (int i = 0; i < model.instances(); i++) {
            ModelInstance instance = new ModelInstance(
                    queue, new GraphRun(signature, model.version(), session, runOptions, counters), counters);
            Thread thread = new Thread(instance, "inference-" + model.name() + "-" + i);
            thread.setDaemon(true);
            thread.start();
            instances.add(thread);
        }
    }

    RepositoryModel files() {
        return model;
    }

    Signature signature() {
        return signature;
    }

    ModelStatistics statistics() {
        return counters.statistics(model.name(), model.version());
    }

    /** Checks the request and queues it; its instance answers the caller. */
    void submit(ModelInferRequest request, ServerCallStreamObserver<ModelInferResponse> caller) {
        usedAt = System.nanoTime();
        PendingInference pending = new RequestCheck(signature).check(request, caller);
        caller.setOnCancelHandler(() -> queue.remove(pending));
        queue.add(pending);
    }

    int inProgress() {
        return queue.inProgress();
    }

    /** Whether no request has come for that time, and none waits or runs. */
    boolean unusedFor(Duration time) {
        if (inProgress() > 0) {
            usedAt = System.nanoTime();
        }
        return System.nanoTime() - usedAt >= time.toNanos();
    }

    /** Refuses new requests; those that wait are still run. */
    void stopAccepting() {
        queue.close();
    }

    /** Waits for the instances to finish. Ends what still runs after that time, and frees the session. */
    void close(Duration patience) {
        stopAccepting();
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (Thread instance : instances) {
                instance.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            }
            Status stopped = Status.UNAVAILABLE.withDescription("the server stopped before the run");
            queue.drain().forEach(request -> request.refuse(stopped));
            runOptions.setTerminate(true);
            for (Thread instance : instances) {
                instance.join();
            }
            runOptions.close();
            session.close();
        } catch (InterruptedException interrupted) {
            // The session is leaked on purpose: freeing it under a thread that runs it would crash the process.
            Thread.currentThread().interrupt();
        } catch (OrtException failure) {
            throw new IllegalStateException("model '" + model.name() + "' cannot be closed", failure);
        }
    }

    private static String firstLine(OrtException failure) {
        return failure.getMessage().lines().findFirst().orElse("ONNX Runtime gives no reason");
    }
}
