package io.himar.inference.server;

import io.grpc.Status;
import io.himar.model.onnx.runtime.OnnxRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The loaded models of a repository, and whether they may be used: not yet, now, or no longer. Thread-safe. */
final class ModelShelf {
    /** ONNX Runtime walks along a graph by recursion, and ends the process where the stack is too small for it. */
    private static final long LOADERS_STACK_BYTES = 16 << 20;

    private volatile List<ServedModel> models = List.of();
    private volatile boolean ready;

    /** Loads every model of the repository, side by side; all or none. */
    void load(Path repository, int threads) {
        List<RepositoryModel> found = RepositoryModel.readAll(repository);
        // It has threads of its own: on two processors the common pool has only one, which may be busy.
        ExecutorService loaders = Executors.newFixedThreadPool(
                Math.max(1, Math.min(threads, found.size())),
                task -> new Thread(null, task, "inference-loader", LOADERS_STACK_BYTES));
        List<CompletableFuture<ServedModel>> loading = found.stream()
                .map(model -> CompletableFuture.supplyAsync(() -> ServedModel.load(model, threads), loaders))
                .toList();
        try {
            models = loading.stream().map(CompletableFuture::join).toList();
            ready = true;
        } catch (CompletionException failure) {
            loading.forEach(ModelShelf::closeIfLoaded);
            throw failure.getCause() instanceof RepositoryException broken ? broken : failure;
        } finally {
            loaders.shutdown();
        }
    }

    private static void closeIfLoaded(CompletableFuture<ServedModel> loading) {
        ServedModel loaded = loading.handle((model, failure) -> model).join();
        if (loaded != null) {
            loaded.close(Duration.ZERO);
        }
    }

    boolean ready() {
        return ready;
    }

    List<ServedModel> models() {
        return models;
    }

    /**
     * The model of that name. Refuses as UNAVAILABLE while the server is not ready, and as NOT_FOUND if there is none.
     */
    ServedModel model(String name, String version) {
        if (!ready) {
            throw Status.UNAVAILABLE
                    .withDescription("'" + name + "' is not at ready state: the server is starting or stopping")
                    .asRuntimeException();
        }
        ServedModel found = models.stream()
                .filter(model -> model.files().name().equals(name))
                .findFirst()
                .orElseThrow(() -> Status.NOT_FOUND
                        .withDescription("Request for unknown model: '" + name + "' is not found")
                        .asRuntimeException());
        if (!version.isEmpty() && !version.equals(found.files().version())) {
            throw Status.NOT_FOUND
                    .withDescription("Request for unknown model: '%s' version %s is not found".formatted(name, version))
                    .asRuntimeException();
        }
        return found;
    }

    String runtimeVersion() {
        return "onnxruntime-" + OnnxRuntime.environment().getVersion();
    }

    /** Refuses new requests, lets accepted ones finish within that time, ends the rest, and frees the sessions. */
    void close(Duration patience) {
        ready = false;
        models.forEach(ServedModel::stopAccepting);
        long deadline = System.nanoTime() + patience.toNanos();
        models.forEach(model -> model.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
    }
}
