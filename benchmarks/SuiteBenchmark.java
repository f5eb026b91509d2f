import io.himar.inference.InferenceClient;
import io.himar.inference.ModelUsage;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.GenerationProgress;
import io.himar.standalone.client.NewGeneration;
import io.himar.standalone.client.GenerationWatch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Measures the whole suite as a user meets it: {@code ./himar up} in a process of its own, jobs over HTTP.
 *
 * <p>Run by {@code benchmarks/suite}. Times are wall-clock on whatever machine this is; a busy one shows it.
 */
public final class SuiteBenchmark {
    private static final int STARTS = 3;
    private static final int SINGLE_IMAGES = 30;
    private static final int QUEUED_JOBS = 10;
    private static final int QUEUED_IMAGES_A_JOB = 16;

    private final Path home;
    private final Path data;

    private SuiteBenchmark(Path home, Path data) {
        this.home = home;
        this.data = data;
    }

    public static void main(String[] args) throws Exception {
        Path data = Files.createTempDirectory("himar-benchmark");
        try {
            new SuiteBenchmark(Path.of(args[0]), data).run();
        } finally {
            delete(data);
        }
    }

    private void run() throws Exception {
        Process first = start("first start, empty data directory");
        stop(first);
        List<Double> starts = new ArrayList<>();
        Process suite = null;
        for (int i = 0; i < STARTS; i++) {
            stop(suite);
            long begin = System.nanoTime();
            suite = start(null);
            starts.add(seconds(begin));
        }
        print("start to ready, seconds, median of " + STARTS, median(starts));
        try {
            measure(suite);
        } finally {
            stop(suite);
        }
    }

    private void measure(Process suite) throws Exception {
        Properties addresses = new Properties();
        try (var in = Files.newBufferedReader(data.resolve("addresses.properties"))) {
            addresses.load(in);
        }
        GatewayClient gateway = new GatewayClient(URI.create(addresses.getProperty("gateway")));
        print("resident after start, MB", residentMegabytes(suite));
        singleImages(gateway);
        fullQueue(gateway, addresses);
        print("resident after the load, MB", residentMegabytes(suite));
    }

    /** One image at a time, from the request to the event that carries its signed URL. */
    private static void singleImages(GatewayClient gateway) throws Exception {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < SINGLE_IMAGES; i++) {
            long begin = System.nanoTime();
            finish(gateway, gateway.submit(NewGeneration.of(null, Integer.toString(i % 10), 1, (long) i)));
            if (i >= 5) {
                times.add(seconds(begin)); // the first ones warm the virtual machine up
            }
        }
        print("one image, submit to signed URL, seconds, median of " + times.size(), median(times));
    }

    private static void fullQueue(GatewayClient gateway, Properties addresses) throws Exception {
        try (InferenceClient inference = InferenceClient.connect(addresses.getProperty("inference"))) {
            double busyBefore = busySeconds(inference);
            double stagesBefore = stageSeconds(addresses, "himar_stage_duration_seconds_sum");
            double graphsBefore = stageSeconds(addresses, "himar_stage_graphs_seconds_sum");
            long begin = System.nanoTime();
            List<Generation> jobs = new ArrayList<>();
            for (int i = 0; i < QUEUED_JOBS; i++) {
                jobs.add(gateway.submit(
                        NewGeneration.of(null, Integer.toString(i), QUEUED_IMAGES_A_JOB, 1000L + 100 * i)));
            }
            for (Generation job : jobs) {
                finish(gateway, job);
            }
            double wall = seconds(begin);
            int images = QUEUED_JOBS * QUEUED_IMAGES_A_JOB;
            print("full queue of " + images + ", seconds an image", wall / images);
            print("full queue, images a second", images / wall);
            print(
                    "full queue, share of the stages' time waiting for model graphs, %",
                    100
                            * (stageSeconds(addresses, "himar_stage_graphs_seconds_sum") - graphsBefore)
                            / (stageSeconds(addresses, "himar_stage_duration_seconds_sum") - stagesBefore));
            print("full queue, seconds inside model graphs a second", (busySeconds(inference) - busyBefore) / wall);
        }
    }

    private static void finish(GatewayClient gateway, Generation job) throws Exception {
        Generation done = new GenerationWatch(gateway, new GenerationProgress(job)).call();
        if (!done.status().equals("succeeded")) {
            throw new IllegalStateException("generation " + done.id() + " is " + done.status());
        }
    }

    private static double busySeconds(InferenceClient inference) {
        return inference.usage().stream()
                .map(ModelUsage::busy)
                .mapToDouble(busy -> busy.toNanos() / 1e9)
                .sum();
    }

    /** A sum of both workers' metrics. */
    private static double stageSeconds(Properties addresses, String metric) throws Exception {
        double sum = 0;
        for (String worker : List.of("pivot-worker", "refine-worker")) {
            URI uri = URI.create(addresses.getProperty(worker) + "/actuator/prometheus");
            String text = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
            sum += text.lines()
                    .filter(line -> line.startsWith(metric))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
        return sum;
    }

    private Process start(String label) throws Exception {
        long begin = System.nanoTime();
        Path log = data.resolveSibling(data.getFileName() + ".log");
        Process process = new ProcessBuilder(
                        home.resolve("himar").toString(), "up", "--port", "0", "--data", data.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (!Files.readString(log).contains("Ctrl-C stops")) {
            if (!process.isAlive()) {
                throw new IllegalStateException("./himar up failed: " + Files.readString(log));
            }
            Thread.sleep(20);
        }
        if (label != null) {
            print(label + ", seconds", seconds(begin));
        }
        return process;
    }

    private static void stop(Process process) throws InterruptedException {
        if (process != null) {
            process.destroy();
            process.waitFor(1, TimeUnit.MINUTES);
        }
    }

    /** Of the process and everything it started, Postgres included; memory shared among them counts once each. */
    private double residentMegabytes(Process process) throws IOException {
        double kilobytes = 0;
        List<ProcessHandle> all = Stream.of(process.toHandle(), postgres())
                .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
                .toList();
        for (ProcessHandle handle : all) {
            Optional<String> line = Optional.empty();
            Path rollup = Path.of("/proc/" + handle.pid() + "/smaps_rollup");
            if (Files.isReadable(rollup)) {
                line = Files.readAllLines(rollup).stream()
                        .filter(each -> each.startsWith("Pss:"))
                        .findFirst();
            }
            kilobytes += line.map(each -> Double.parseDouble(each.replaceAll("[^0-9]", "")))
                    .orElse(0.0);
        }
        return kilobytes / 1024;
    }

    /** Postgres's first process; it is a child of nobody, as its starter has ended. */
    private ProcessHandle postgres() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            Path pidFile = files.filter(file -> file.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            return ProcessHandle.of(pid).orElseThrow();
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void print(String what, double value) {
        System.out.printf(Locale.ROOT, "%-70s %10.2f%n", what, value);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Collections.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }
}
