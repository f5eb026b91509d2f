import io.himar.reliability.suite.DirectAccess;
import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.Service;
import io.himar.reliability.suite.ServiceKind;
import io.himar.reliability.suite.SuiteSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How many jobs a second the gateway accepts, beside what pgbench reaches that inserts the same rows, and how long a
 * page of the list takes among many jobs.
 *
 * <p>Run by {@code benchmarks/gateway}. Postgres commits durably. Scheduler and workers are stopped, for gateway and
 * pgbench alike: what they would take of the two cores says nothing about the gateway. Rounds of both alternate; the
 * figures are medians of the rounds.
 */
public final class GatewayBenchmark {
    private final ProvedSuite suite;
    private final URI gateway;
    private final DirectAccess direct;
    private final List<String> options;
    private final Map<String, Double> processors = new LinkedHashMap<>();

    private GatewayBenchmark(ProvedSuite suite, List<String> options) throws IOException {
        this.suite = suite;
        this.gateway = suite.services(ServiceKind.GATEWAY).get(0).address();
        this.direct = suite.servers().direct();
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("himar-gateway");
        System.out.println("logs and data: " + folder);
        try (ProvedSuite suite = ProvedSuite.start(SuiteSpec.atFullSpeed(folder))) {
            suite.services().stream()
                    .filter(service -> service.kind() != ServiceKind.GATEWAY)
                    .map(Service::process)
                    .forEach(process -> process.stopForGood());
            new GatewayBenchmark(suite, Arrays.asList(args)).run(folder);
        }
        System.exit(0);
    }

    private void run(Path folder) throws Exception {
        submissions(folder);
        list();
    }

    private void submissions(Path folder) throws Exception {
        Duration time = Duration.ofSeconds(option("--seconds", 20));
        int clients = option("--clients", 16);
        GatewayClients submitters = new GatewayClients(gateway, clients);
        GatewayPgbench pgbench = new GatewayPgbench(direct, text("--pgbench", "pgbench"), folder, clients);
        submitters.run(Duration.ofSeconds(option("--warm-up", 60)));
        List<GatewayRound> ours = new ArrayList<>();
        List<GatewayRound> bare = new ArrayList<>();
        for (int round = 0; round < option("--rounds", 3); round++) {
            ours.add(measured(submitters, time));
            bare.add(pgbench.run(time));
            System.out.printf(
                    Locale.ROOT,
                    "round %d: gateway %.0f/s, pgbench %.0f/s%n",
                    round + 1,
                    ours.get(round).rate(),
                    bare.get(round).rate());
        }
        double rate = GatewayRound.median(ours, GatewayRound::rate);
        double bareRate = GatewayRound.median(bare, GatewayRound::rate);
        print("clients at once", clients);
        print("jobs accepted a second", rate);
        print("jobs inserted a second by pgbench", bareRate);
        print("ratio", rate / bareRate);
        print("accepted, p50, ms", GatewayRound.median(ours, each -> each.millis(0.5)));
        print("accepted, p99, ms", GatewayRound.median(ours, each -> each.millis(0.99)));
        print("pgbench, p99, ms", GatewayRound.median(bare, each -> each.millis(0.99)));
        double jobs = ours.stream().mapToInt(each -> each.nanos().length).sum();
        processors.forEach((part, seconds) -> print("processor milliseconds a job, " + part, 1e3 * seconds / jobs));
    }

    private GatewayRound measured(GatewayClients submitters, Duration time) throws Exception {
        Map<String, Double> before = SuiteProcessors.seconds(suite);
        GatewayRound round = submitters.run(time);
        SuiteProcessors.seconds(suite)
                .forEach((part, seconds) -> processors.merge(part, seconds - before.get(part), Double::sum));
        return round;
    }

    private void list() throws Exception {
        GatewayList list = new GatewayList(gateway, direct);
        int jobs = option("--jobs", 100_000);
        list.fill(jobs);
        print("jobs in the list", jobs);
        for (String filter : List.of("", "&status=succeeded", "&model=quick", "&metadata%5Bbatch%5D=7")) {
            list.measure(filter)
                    .forEach((where, millis) -> print(
                            "page of 100" + (filter.isEmpty() ? "" : " with " + filter.substring(1)) + ", " + where
                                    + ", ms",
                            millis));
        }
    }

    private int option(String name, int standard) {
        return Integer.parseInt(text(name, Integer.toString(standard)));
    }

    private String text(String name, String standard) {
        int at = options.indexOf(name);
        return at < 0 ? standard : options.get(at + 1);
    }

    private static void print(String what, Number value) {
        System.out.printf(Locale.ROOT, "%-80s %12.2f%n", what, value.doubleValue());
    }
}
