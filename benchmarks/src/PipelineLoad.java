import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Jobs for the pipeline: as many as it takes to keep it busy, or at a steady pace. */
final class PipelineLoad implements AutoCloseable {
    /** The most that one request may ask for. */
    private static final int LARGE_JOB = 100;

    private static final int SMALL_JOB = 4;
    private static final int FULL = 1500;
    private static final int LOOK_MILLIS = 100;
    private static final int ACCEPTED = 202;

    private final URI gateway;
    private final PipelineFigures figures;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final long before;
    private long submitted;

    PipelineLoad(URI gateway, PipelineFigures figures) throws SQLException {
        this.gateway = gateway;
        this.figures = figures;
        this.before = figures.succeeded();
    }

    /** Keeps more than a thousand images waiting. */
    void keepFull() {
        var unused = thread.scheduleWithFixedDelay(this::fill, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @param rate images a second, in small jobs */
    void pace(double rate) {
        long nanos = (long) (1e9 * SMALL_JOB / rate);
        var unused = thread.scheduleAtFixedRate(() -> submit(SMALL_JOB), 0, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void fill() {
        try {
            while (submitted - (figures.succeeded() - before) < FULL && !thread.isShutdown()) {
                submit(LARGE_JOB);
            }
        } catch (SQLException failure) {
            // The end of the load interrupts a query.
            if (!thread.isShutdown()) {
                System.err.println(failure.getMessage());
            }
        }
    }

    private void submit(int images) {
        String body = "{\"class\":" + submitted % 10 + ",\"count\":" + images + ",\"seed\":" + submitted + "}";
        HttpRequest post = HttpRequest.newBuilder(gateway.resolve("/v1/generations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            int status = http.send(post, BodyHandlers.discarding()).statusCode();
            if (status != ACCEPTED) {
                throw new IOException("status " + status);
            }
            submitted += images;
        } catch (IOException failure) {
            System.err.println("not submitted: " + failure.getMessage());
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
