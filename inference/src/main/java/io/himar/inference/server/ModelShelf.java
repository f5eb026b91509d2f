package io.himar.inference.server;

import io.grpc.Status;
import io.himar.model.onnx.runtime.OnnxRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The loaded models of a repository, and whether they may be used: not yet, now, or no longer. A model that was
 * replaced or taken away is still there for those who name its version, until nobody has for a while. Thread-safe.
 */
final class ModelShelf {
    /** ONNX Runtime walks along a graph by recursion, and ends the process where the stack is too small for it. */
    static final long LOADERS_STACK_BYTES = 16 << 20;

    private final List<ServedModel> former = new CopyOnWriteArrayList<>();
    private volatile Map<String, ServedModel> current = Map.of();
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
            show(loading.stream().map(CompletableFuture::join).toList());
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

    private void show(Collection<ServedModel> models) {
        Map<String, ServedModel> byName = new TreeMap<>();
        models.forEach(model -> byName.put(model.files().name(), model));
        current = Collections.unmodifiableMap(byName);
    }

    /** Puts a model there, in the place of the one of its name. */
    synchronized void put(ServedModel model) {
        Map<String, ServedModel> models = new TreeMap<>(current);
        Optional.ofNullable(models.put(model.files().name(), model)).ifPresent(former::add);
        show(models.values());
    }

    /** Takes a model away. */
    synchronized void remove(String name) {
        Map<String, ServedModel> models = new TreeMap<>(current);
        Optional.ofNullable(models.remove(name)).ifPresent(former::add);
        show(models.values());
    }

    /** Frees what was replaced or taken away, version by version, once nobody has used it for that time. */
    synchronized void closeUnused(Duration time) {
        Map<String, List<ServedModel>> versions = former.stream()
                .collect(Collectors.groupingBy(model -> model.files().version()));
        versions.values().stream()
                .filter(models -> models.stream().allMatch(model -> model.unusedFor(time)))
                .forEach(models -> {
                    former.removeAll(models);
                    models.forEach(model -> model.close(Duration.ZERO));
                });
    }

    boolean ready() {
        return ready;
    }

    /** Those that are there for everybody, by their names. */
    List<ServedModel> models() {
        return List.copyOf(current.values());
    }

    Set<String> names() {
        return current.keySet();
    }

    /** Whether exactly these files are what is served under their name. */
    boolean serves(RepositoryModel files) {
        ServedModel served = current.get(files.name());
        return served != null && served.files().equals(files);
    }

    /** Requests accepted and not yet answered. */
    int inProgress() {
        return all().mapToInt(ServedModel::inProgress).sum();
    }

    private Stream<ServedModel> all() {
        return Stream.concat(current.values().stream(), former.stream());
    }

    /**
     * The model of that name. Refuses as UNAVAILABLE while the server is not ready, and as NOT_FOUND if there is none.
     *
     * @param version that must be it; empty for the one that the repository has
     */
    ServedModel model(String name, String version) {
        if (!ready) {
            throw Status.UNAVAILABLE
                    .withDescription("'" + name + "' is not at ready state: the server is starting or stopping")
                    .asRuntimeException();
        }
        ServedModel found = current.get(name);
        if (found != null && (version.isEmpty() || version.equals(found.files().version()))) {
            return found;
        }
        Optional<ServedModel> replaced = former.stream()
                .filter(model -> model.files().name().equals(name)
                        && model.files().version().equals(version))
                .findFirst();
        if (replaced.isPresent()) {
            return replaced.get();
        }
        throw Status.NOT_FOUND
                .withDescription(
                        found == null
                                ? "Request for unknown model: '" + name + "' is not found"
                                : "Request for unknown model: '%s' version %s is not found".formatted(name, version))
                .asRuntimeException();
    }

    String runtimeVersion() {
        return "onnxruntime-" + OnnxRuntime.environment().getVersion();
    }

    /** Refuses new requests, lets accepted ones finish within that time, ends the rest, and frees the sessions. */
    synchronized void close(Duration patience) {
        ready = false;
        List<ServedModel> models = new ArrayList<>(all().toList());
        models.forEach(ServedModel::stopAccepting);
        long deadline = System.nanoTime() + patience.toNanos();
        models.forEach(model -> model.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
    }
}
