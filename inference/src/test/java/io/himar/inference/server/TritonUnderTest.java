package io.himar.inference.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.inference.InferenceClient;
import io.himar.inference.InferenceException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A Triton that {@code trials/triton/serve} runs: {@code -Dhimar.triton=HOST:PORT} is its address and
 * {@code -Dhimar.triton.folder} the folder that the script was given. Whenever Triton ends, the script starts it again
 * with what the folder {@code repository} holds then.
 */
final class TritonUnderTest implements ServerUnderTest {
    static final String ADDRESS = System.getProperty("himar.triton", "");
    private static final Path FOLDER =
            Path.of(System.getProperty("himar.triton.folder", System.getProperty("java.io.tmpdir") + "/himar-triton"));
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WAITING = "nv_inference_pending_request_count{";

    private final Path repository;

    private TritonUnderTest(Path repository) {
        this.repository = repository;
    }

    static boolean given() {
        return !ADDRESS.isEmpty();
    }

    static TritonUnderTest serve(Path repository) {
        TritonUnderTest triton = new TritonUnderTest(repository);
        triton.publish();
        if (Files.exists(pidFile())) {
            triton.stop().join();
        }
        triton.startAgain();
        return triton;
    }

    @Override
    public String address() {
        return ADDRESS;
    }

    @Override
    public void awaitWaiting(int requests) {
        await("requests that wait in Triton's queues", () -> waiting() == requests);
    }

    /** Triton takes such a request out of the queue when it looks there again, at the next request. */
    @Override
    public void awaitLeft() {
        sleep(Duration.ofMillis(500));
    }

    /** Triton tells of a call only while it waits and when it has ended. */
    @Override
    public void awaitRunning(String model) {
        sleep(Duration.ofMillis(500));
    }

    @Override
    public CompletableFuture<Void> stop() {
        publish();
        ProcessHandle process =
                ProcessHandle.of(Long.parseLong(read(pidFile()).strip())).orElseThrow();
        assertThat(process.destroy()).as("Triton may be stopped").isTrue();
        return process.onExit().thenAccept(ended -> {});
    }

    @Override
    public Set<Code> codesWhileStopping() {
        return Set.of(Code.UNAVAILABLE, Code.NOT_FOUND);
    }

    @Override
    public void startAgain() {
        try (InferenceClient client = InferenceClient.connect(ADDRESS)) {
            await("Triton is ready", client::serverReady);
        }
    }

    /** It runs on, for the next test. */
    @Override
    public void close() {}

    /** Puts the repository where Triton finds it when it starts. */
    private void publish() {
        Path served = FOLDER.resolve("repository");
        try {
            Path copy = Files.createTempDirectory(FOLDER, "next");
            for (Path each : walk(repository)) {
                Path to = copy.resolve(repository.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(each, to);
                }
            }
            for (Path each : Files.exists(served) ? reversed(walk(served)) : List.<Path>of()) {
                Files.delete(each);
            }
            Files.move(copy, served);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> walk(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.toList();
        }
    }

    private static List<Path> reversed(List<Path> paths) {
        return paths.stream().sorted(Comparator.reverseOrder()).toList();
    }

    private static long waiting() {
        URI grpc = URI.create("http://" + ADDRESS);
        URI metrics = grpc.resolve("//" + grpc.getHost() + ":" + (grpc.getPort() + 1) + "/metrics");
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
            return answer.body()
                    .lines()
                    .filter(line -> line.startsWith(WAITING))
                    .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            sleep(Duration.ofMillis(50));
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path pidFile() {
        return FOLDER.resolve("pid");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
