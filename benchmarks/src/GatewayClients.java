import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that submit jobs of one image, each the next one when the last is accepted. */
final class GatewayClients {
    private static final int ACCEPTED = 202;

    private final URI generations;
    private final int clients;
    private final AtomicLong submitted = new AtomicLong();

    GatewayClients(URI gateway, int clients) {
        this.generations = gateway.resolve("/v1/generations");
        this.clients = clients;
    }

    GatewayRound run(Duration time) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long begin = System.nanoTime();
            List<Callable<List<Long>>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(() -> submitUntil(begin + time.toNanos()));
            }
            List<Long> nanos = new ArrayList<>();
            for (Future<List<Long>> each : threads.invokeAll(all)) {
                nanos.addAll(each.get());
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            return GatewayRound.of(
                    seconds, nanos.stream().mapToLong(Long::longValue).toArray());
        } finally {
            threads.shutdown();
        }
    }

    private List<Long> submitUntil(long end) throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<Long> nanos = new ArrayList<>();
        while (System.nanoTime() < end) {
            long number = submitted.incrementAndGet();
            HttpRequest post = HttpRequest.newBuilder(generations)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "benchmark-" + number)
                    .POST(BodyPublishers.ofString("{\"class\":" + number % 10 + ",\"seed\":" + number + "}"))
                    .build();
            long begin = System.nanoTime();
            int status = http.send(post, BodyHandlers.discarding()).statusCode();
            nanos.add(System.nanoTime() - begin);
            if (status != ACCEPTED) {
                throw new IOException("status " + status);
            }
        }
        return nanos;
    }
}
