import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.Service;
import io.himar.reliability.suite.ServiceKind;
import io.himar.reliability.suite.SuiteSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long events take to many clients that follow at the same time, and what their streams cost the gateway.
 *
 * <p>Run by {@code benchmarks/events}. Nine of ten clients follow everything, the others one generation each. The way
 * of an event begins with its entry in the journal, by the database's clock, and ends when its client has read it; all
 * are on one machine. Memory is what is in use right after a collection, once with all streams open and once with none.
 */
public final class EventsBenchmark {
    private static final int FOLLOWED = 50;
    private static final int ACCEPTED = 202;
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private final Service gateway;
    private final HttpClient http = HttpClient.newHttpClient();
    private int submitted;

    private EventsBenchmark(Service gateway) {
        this.gateway = gateway;
    }

    public static void main(String[] args) throws Exception {
        List<String> options = Arrays.asList(args);
        Path folder = Files.createTempDirectory("himar-events");
        System.out.println("logs and data: " + folder);
        try (ProvedSuite suite = ProvedSuite.start(SuiteSpec.atFullSpeed(folder))) {
            new EventsBenchmark(suite.services(ServiceKind.GATEWAY).get(0))
                    .run(
                            option(options, "--streams", 2000),
                            option(options, "--seconds", 60),
                            option(options, "--rate", 4));
        }
        System.exit(0);
    }

    private static int option(List<String> options, String name, int standard) {
        int at = options.indexOf(name);
        return at < 0 ? standard : Integer.parseInt(options.get(at + 1));
    }

    private void run(int streams, int seconds, int rate) throws Exception {
        for (int i = 0; i < 200; i++) {
            submit(); // So that what a gateway needs at work is there before it is measured.
        }
        Thread.sleep(10_000);
        long without = usedBytes();
        long residentWithout = residentBytes();
        try (EventClients clients = new EventClients()) {
            open(clients, streams);
            clients.awaitQuiet(Duration.ofSeconds(3));
            print("streams", streams);
            print("memory of the gateway's heap without streams, MB", without / 1e6);
            print("more with all of them, idle, MB", (usedBytes() - without) / 1e6);
            clients.measure();
            long begin = System.nanoTime();
            for (int i = 0; i < seconds * rate; i++) {
                submit();
                long next = begin + (i + 1) * 1_000_000_000L / rate;
                Thread.sleep(Math.max(0, next - System.nanoTime()) / 1_000_000);
            }
            print("images a second", seconds * rate / ((System.nanoTime() - begin) / 1e9));
            clients.awaitQuiet(Duration.ofSeconds(2));
            print("more with all of them, under load, MB", (usedBytes() - without) / 1e6);
            print("resident memory of the gateway, more than without, MB", (residentBytes() - residentWithout) / 1e6);
            tell(clients, seconds);
        }
    }

    private void open(EventClients clients, int streams) throws Exception {
        List<String> followed = new ArrayList<>();
        for (int i = 0; i < FOLLOWED; i++) {
            followed.add(submit());
        }
        URI address = gateway.address();
        for (int i = 0; i < streams; i++) {
            String one = "/v1/generations/" + followed.get(i / 10 % FOLLOWED) + "/events";
            clients.open(address, i % 10 == 0 ? one : "/v1/events?limit=5");
            Thread.sleep(2);
        }
    }

    private static void tell(EventClients clients, int seconds) {
        List<Long> millis = clients.millis();
        print("events delivered", millis.size());
        print("events delivered a second", millis.size() / (double) seconds);
        print("from the journal to the client, p50, ms", millis.get(millis.size() / 2));
        print("from the journal to the client, p99, ms", millis.get((int) (millis.size() * 0.99)));
        print("from the journal to the client, longest, ms", millis.get(millis.size() - 1));
        print(
                "share within a second",
                millis.stream().filter(each -> each <= 1000).count() / (double) millis.size());
        print("streams that ended (of generations that have, or cut off)", clients.cutOff());
    }

    private String submit() throws IOException, InterruptedException {
        String body = "{\"class\":" + submitted % 10 + ",\"seed\":" + submitted++ + "}";
        HttpRequest post = HttpRequest.newBuilder(gateway.address().resolve("/v1/generations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        var answer = http.send(post, BodyHandlers.ofString());
        Matcher id = ID.matcher(answer.body());
        if (answer.statusCode() != ACCEPTED || !id.find()) {
            throw new IOException("status " + answer.statusCode() + ": " + answer.body());
        }
        return id.group(1);
    }

    /** Right after a collection. */
    private long usedBytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long bytes = 0;
        while (used.find()) {
            bytes += 1024 * Long.parseLong(used.group(1));
        }
        return bytes;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(gateway.process().pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return told;
    }

    private long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + gateway.process().pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static void print(String what, Number value) {
        System.out.printf(Locale.ROOT, "%-70s %14.2f%n", what, value.doubleValue());
    }
}
