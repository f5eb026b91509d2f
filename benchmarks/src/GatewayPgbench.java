import io.himar.reliability.suite.DirectAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** pgbench, which inserts the rows of a job of one image in one transaction, with statements prepared once. */
final class GatewayPgbench {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    /** What a submission leaves behind: a job, an image, an event, and word to whoever listens. */
    private static final String SCRIPT = """
            \\set seed random(1, 1000000000)
            begin;
            insert into himar.job (id, created_at, tenant, model, class_id, label, image_count, base_seed, priority,
              metadata, draft, idempotency_key, request_fingerprint,
              pivot_steps, pivot_guidance, pivot_guidance_schedule, pivot_sampler, pivot_denoising_steps,
              pivot_temperature,
              refine_steps, refine_guidance, refine_guidance_schedule, refine_sampler, refine_denoising_steps,
              refine_temperature)
            values (gen_random_uuid(), now(), 'local', 'quick', 1, '1', 1, :seed, 1, '{}', false,
              gen_random_uuid()::text, md5(:seed::text) || md5(:seed::text),
              1, 2.5, 'linear', 'dpmpp-2m', 20, 1.0, 1, 2.5, 'linear', 'dpmpp-2m', 20, 1.0)
            returning id as job \\gset
            insert into himar.image (job_id, created_at, image_index, seed, turn_at, not_before, tenant, priority,
              pivot_cost, refine_cost, draft, state)
            values (:job, now(), 0, :seed, now(), now(), 'local', 1, 1, 1, false, 'QUEUED')
            returning id as image \\gset
            insert into himar.image_event (job_id, image_id, tenant, at, state, attempt, epoch)
            values (:job, :image, 'local', now(), 'QUEUED', 0, 0);
            select pg_notify('himar_events', :job::text);
            commit;
            """;

    private final DirectAccess direct;
    private final String program;
    private final Path folder;
    private final int clients;

    GatewayPgbench(DirectAccess direct, String program, Path folder, int clients) {
        this.direct = direct;
        this.program = program;
        this.folder = folder;
        this.clients = clients;
    }

    GatewayRound run(Duration time) throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory(folder, "pgbench");
        Path script = Files.writeString(logs.resolve("submit.sql"), SCRIPT);
        URI database = URI.create(direct.jdbcUrl().substring("jdbc:".length()));
        ProcessBuilder pgbench = new ProcessBuilder(
                program,
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + clients,
                "--jobs=2",
                "--time=" + time.toSeconds(),
                "--log",
                "--log-prefix=" + logs.resolve("took"),
                "--file=" + script,
                "--host=" + database.getHost(),
                "--port=" + database.getPort(),
                "--username=" + direct.username(),
                database.getPath().substring(1));
        pgbench.environment().put("PGPASSWORD", direct.password());
        Process process = pgbench.redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(told);
        if (process.waitFor() != 0 || !rate.find()) {
            throw new IOException("pgbench: " + told);
        }
        GatewayRound round = GatewayRound.of(1, nanos(logs));
        return new GatewayRound(Double.parseDouble(rate.group(1)), round.nanos());
    }

    /** The third column of pgbench's logs is the time of a transaction in microseconds. */
    private static long[] nanos(Path logs) throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            List<Path> took = files.filter(file -> file.getFileName().toString().startsWith("took"))
                    .toList();
            return took.stream().flatMapToLong(GatewayPgbench::nanosOf).toArray();
        }
    }

    private static LongStream nanosOf(Path log) {
        try {
            return Files.readAllLines(log).stream().mapToLong(line -> 1000 * Long.parseLong(line.split(" ", 4)[2]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
