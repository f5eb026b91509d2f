package io.himar.standalone;

import io.himar.embedded.EmbeddedKafkaBroker;
import io.himar.embedded.EmbeddedObjectStorage;
import io.himar.embedded.EmbeddedPostgresServer;
import io.himar.embedded.EmbeddedServerException;
import io.himar.embedded.ServerNotices;
import io.himar.inference.server.EmbeddedInferenceServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One start of a suite: every part begins as soon as those that it needs are there. */
final class SuiteStart {
    private static final String OBJECTS_PORT = "object-storage-port";

    private final SuiteOptions options;
    private final DataDirectory directory;
    private final RunningParts parts;
    private final SuiteListener listener;

    SuiteStart(SuiteOptions options, DataDirectory directory, RunningParts parts, SuiteListener listener) {
        this.options = options;
        this.directory = directory;
        this.parts = parts;
        this.listener = listener;
    }

    /** Returns the gateway's address. */
    URI run() {
        // Spring and Kafka look classes up by the thread's loader, which threads of the common pool don't carry.
        ExecutorService threads = Executors.newFixedThreadPool(Part.values().length);
        try {
            return start(threads).join();
        } catch (CompletionException failure) {
            throw StartFailure.sentence(failure.getCause());
        } finally {
            threads.shutdown();
            awaitStragglers(threads);
        }
    }

    private CompletableFuture<URI> start(ExecutorService threads) {
        var postgres = async(threads, () -> start(Part.POSTGRES, this::postgres));
        var kafka = async(threads, () -> start(Part.KAFKA, this::kafka));
        var objects = async(threads, () -> start(Part.OBJECTS, this::objects));
        var repository = async(threads, this::repository);
        var inference = repository.thenApply(folder -> start(Part.INFERENCE, () -> inference(folder)));
        var settings = CompletableFuture.allOf(postgres, kafka, objects, inference)
                .thenApply(all -> new ServiceSettings(
                        postgres.join(),
                        kafka.join(),
                        objects.join(),
                        inference.join(),
                        repository.join(),
                        options.exposure(),
                        options.exposure().keys() ? AdminKey.kept(options.data(), System.getenv()) : ""));
        // The scheduler makes the schema and the topics that the others find.
        var scheduler = settings.thenApplyAsync(known -> service(Part.SCHEDULER, known, 0), threads);
        var refine = scheduler.thenApplyAsync(up -> service(Part.REFINE_WORKER, settings.join(), 0), threads);
        var pivot = scheduler.thenApplyAsync(up -> service(Part.PIVOT_WORKER, settings.join(), 0), threads);
        var gateway = scheduler.thenApplyAsync(up -> service(Part.GATEWAY, settings.join(), gatewayPort()), threads);
        return CompletableFuture.allOf(refine, pivot, gateway).thenApply(all -> {
            PartAddresses.write(
                    directory,
                    Map.of(
                            "gateway",
                            gateway(gateway.join()),
                            "scheduler",
                            local(scheduler.join()),
                            "pivot-worker",
                            local(pivot.join()),
                            "refine-worker",
                            local(refine.join()),
                            "inference",
                            inference.join().address(),
                            PartAddresses.KAFKA,
                            kafka.join().bootstrapServers()));
            return URI.create(gateway(gateway.join()));
        });
    }

    /** Signed URLs that others use name the port, so it is chosen before the gateway is there. */
    private int gatewayPort() {
        return options.port() == 0 && options.exposure().reachesOut()
                ? LocalPort.anyFree(options.exposure())
                : options.port();
    }

    private String gateway(int port) {
        return "http://" + options.exposure().host() + ":" + port;
    }

    private static String local(int port) {
        return "http://127.0.0.1:" + port;
    }

    private ServerNotices notices() {
        return new PartNotices(listener, options.data());
    }

    private EmbeddedPostgresServer postgres() {
        return EmbeddedPostgresServer.start(directory.resolve("postgres"), 0, notices());
    }

    private EmbeddedKafkaBroker kafka() {
        return EmbeddedKafkaBroker.start(directory.resolve("kafka"), 0, notices());
    }

    /** On the same port every time where possible: the signed URLs of an earlier run name it. */
    private EmbeddedObjectStorage objects() {
        Path file = directory.resolve(OBJECTS_PORT);
        var storage = objects(directory.resolve("objects"), LocalPort.remembered(file));
        LocalPort.remember(file, storage.port());
        return storage;
    }

    /** On another port if the preferred one was taken a moment ago, such as by a part that starts beside this one. */
    static EmbeddedObjectStorage objects(Path folder, int preferred) {
        try {
            return EmbeddedObjectStorage.start(folder, preferred);
        } catch (EmbeddedServerException refused) {
            if (preferred == 0) {
                throw refused;
            }
            return EmbeddedObjectStorage.start(folder); // what is wrong with the folder is said again
        }
    }

    private Path repository() {
        listener.starting("model export");
        return ModelRepository.exportAll(options.weights(), options.data(), options.precision());
    }

    private EmbeddedInferenceServer inference(Path repository) {
        return EmbeddedInferenceServer.start(
                repository, EmbeddedInferenceServer.Options.defaults().withThreads(options.threads()));
    }

    private int service(Part part, ServiceSettings settings, int port) {
        var context = start(part, () -> Services.start(part, settings.arguments(part, port)));
        ServiceReadiness.await(part, context);
        return Services.port(context);
    }

    private <T extends AutoCloseable> T start(Part part, Supplier<T> how) {
        listener.starting(part.toString());
        return parts.add(part, how.get());
    }

    private static <T> CompletableFuture<T> async(ExecutorService threads, Supplier<T> supplier) {
        return CompletableFuture.supplyAsync(supplier, threads);
    }

    /** After a failure other parts may still be on their way up; they stop themselves once they are. */
    private static void awaitStragglers(ExecutorService threads) {
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
