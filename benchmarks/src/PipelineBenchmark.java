import io.himar.reliability.check.Onlooker;
import io.himar.reliability.suite.DirectAccess;
import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.ServiceKind;
import io.himar.reliability.suite.SuiteSpec;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Images per second from submit to succeeded through gateway, scheduler, Kafka, both workers and object storage, each a
 * process of its own, with durable commits and a stub that answers at once.
 *
 * <p>Run by {@code benchmarks/pipeline}. First the queue is kept full; then jobs come at half the rate found, and it is
 * measured how long images wait.
 */
public final class PipelineBenchmark {
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final Duration PACED = Duration.ofSeconds(60);
    private static final Duration SAMPLE = Duration.ofSeconds(10);
    private static final Duration OPEN = Duration.ofMinutes(2);

    private final ProvedSuite suite;
    private final DirectAccess direct;
    private final PipelineFigures figures;

    private PipelineBenchmark(ProvedSuite suite) throws Exception {
        this.suite = suite;
        this.direct = suite.servers().direct();
        this.figures = new PipelineFigures(new Onlooker(direct));
    }

    public static void main(String[] args) throws Exception {
        List<String> options = Arrays.asList(args);
        int minutes =
                options.contains("--minutes") ? Integer.parseInt(options.get(options.indexOf("--minutes") + 1)) : 2;
        Path folder = Files.createTempDirectory("himar-pipeline");
        System.out.println("logs and data: " + folder);
        try (ProvedSuite suite = ProvedSuite.start(SuiteSpec.atFullSpeed(folder))) {
            new PipelineBenchmark(suite).run(Duration.ofMinutes(minutes), options.contains("--open-transaction"));
        }
        System.exit(0);
    }

    private void run(Duration time, boolean openTransaction) throws Exception {
        System.out.println("fsync, synchronous_commit: " + figures.durability());
        URI gateway = suite.services(ServiceKind.GATEWAY).get(0).address();
        double rate;
        try (PipelineLoad load = new PipelineLoad(gateway, figures)) {
            load.keepFull();
            Thread.sleep(WARM_UP.toMillis());
            rate = full(time, openTransaction);
        }
        figures.awaitEmptyQueue();
        try (PipelineLoad load = new PipelineLoad(gateway, figures)) {
            Instant from = Instant.now();
            load.pace(rate / 2);
            Thread.sleep(PACED.toMillis());
            print("at half that rate, submit to claim, p50, ms", figures.claimMillis(from, 0.5));
            print("at half that rate, submit to claim, p99, ms", figures.claimMillis(from, 0.99));
            print("at half that rate, submit to succeeded, p99, ms", figures.succeededMillis(from, 0.99));
        }
        print("images that failed", figures.failed());
    }

    private double full(Duration time, boolean openTransaction) throws Exception {
        Thread reader = new Thread(this::holdTransaction, "open-transaction");
        reader.setDaemon(true);
        if (openTransaction) {
            reader.start();
        }
        Map<String, Double> processors = SuiteProcessors.seconds(suite);
        List<PipelineFigures.Sample> samples = new ArrayList<>(List.of(figures.sample()));
        Instant end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            Thread.sleep(SAMPLE.toMillis());
            samples.add(figures.sample());
            PipelineFigures.Sample last = samples.get(samples.size() - 1);
            System.out.printf(
                    Locale.ROOT,
                    "%s images/s %7.1f   dead rows %8d   transaction open: %s%n",
                    Instant.now().toString().substring(11, 19),
                    last.rateSince(samples.get(samples.size() - 2)),
                    last.deadRows(),
                    reader.isAlive());
        }
        PipelineFigures.Sample first = samples.get(0);
        PipelineFigures.Sample last = samples.get(samples.size() - 1);
        double images = last.succeeded() - first.succeeded();
        print("full queue, images a second", last.rateSince(first));
        printProcessors(processors, SuiteProcessors.seconds(suite), images);
        print("full queue, transactions an image", (last.transactions() - first.transactions()) / images);
        print("full queue, flushes of the log an image", (last.flushes() - first.flushes()) / images);
        print("full queue, bytes of the log an image", (last.logBytes() - first.logBytes()) / images);
        print("full queue, dead rows at the end", last.deadRows());
        return last.rateSince(first);
    }

    private static void printProcessors(Map<String, Double> before, Map<String, Double> after, double images) {
        double all = 0;
        for (Map.Entry<String, Double> part : after.entrySet()) {
            double seconds = part.getValue() - before.get(part.getKey());
            print("full queue, processor milliseconds an image, " + part.getKey(), 1e3 * seconds / images);
            all += seconds;
        }
        print("full queue, processor milliseconds an image, all", 1e3 * all / images);
    }

    /** Looks at the images once, and then keeps that view of them. */
    private void holdTransaction() {
        try (Connection connection =
                DriverManager.getConnection(direct.jdbcUrl(), direct.username(), direct.password())) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (var statement = connection.createStatement()) {
                statement.execute("select count(*) from himar.job");
                Thread.sleep(OPEN.toMillis());
            }
            connection.rollback();
        } catch (Exception failure) {
            System.err.println("the open transaction ended: " + failure);
        }
    }

    private static void print(String what, Number value) {
        System.out.printf(Locale.ROOT, "%-80s %12.2f%n", what, value.doubleValue());
    }
}
