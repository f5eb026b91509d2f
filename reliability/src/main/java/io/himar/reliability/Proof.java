package io.himar.reliability;

import io.himar.reliability.check.Checker;
import io.himar.reliability.check.Drawing;
import io.himar.reliability.check.Observation;
import io.himar.reliability.check.Onlooker;
import io.himar.reliability.check.Violation;
import io.himar.reliability.client.Clients;
import io.himar.reliability.client.Clients.Manner;
import io.himar.reliability.client.Load;
import io.himar.reliability.client.Request;
import io.himar.reliability.fault.Fault;
import io.himar.reliability.process.Waiting;
import io.himar.reliability.report.FaultRun;
import io.himar.reliability.report.ProofResult;
import io.minio.errors.MinioException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Injects fault after fault under a steady load, and then checks. */
final class Proof {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** A job that is older than this and not done is late. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final Clients clients;
    private final Onlooker onlooker;
    private final Duration quiet;
    private final PrintStream out;
    private final List<FaultRun> runs = new ArrayList<>();

    /** @param quiet how long the suite works undisturbed before each fault */
    Proof(Clients clients, Onlooker onlooker, Duration quiet, PrintStream out) {
        this.clients = clients;
        this.onlooker = onlooker;
        this.quiet = quiet;
        this.out = out;
    }

    /**
     * Runs the faults in turn until the time is over, each at least once.
     *
     * @param first comes before them, once
     * @param rate images a second
     */
    ProofResult run(Optional<Fault> first, List<Supplier<Fault>> faults, Duration time, double rate) throws Exception {
        Map<Drawing, String> undisturbed = undisturbed();
        Instant begun = Instant.now();
        Load load = Load.begin(clients, rate);
        if (first.isPresent()) {
            inject(first.get());
        }
        for (int i = 0; i < faults.size() || Instant.now().isBefore(begun.plus(time)); i++) {
            inject(faults.get(i % faults.size()).get());
        }
        load.end();
        // Images of which no client was told, because the answer was lost, have to end, too.
        boolean unused = Waiting.until(PATIENCE, () -> clients.settled() && onlooker.unfinished() == 0);
        Observation seen = observe(undisturbed, first.isEmpty());
        List<Violation> violations = new Checker(seen).violations();
        return ProofResult.of(begun, runs, seen, violations);
    }

    /** Pictures of every request, drawn before anything is broken. */
    private Map<Drawing, String> undisturbed() throws InterruptedException {
        Request.all().forEach(request -> clients.submit(request, Manner.REPEATED));
        int wanted = Request.all().stream().mapToInt(Request::count).sum();
        Waiting.require(
                "the undisturbed run did not end",
                PATIENCE,
                () -> clients.pictures().size() == wanted);
        return clients.pictures();
    }

    private void inject(Fault fault) throws InterruptedException {
        boolean steady =
                Waiting.until(PATIENCE, () -> clients.openSince(Instant.now().minus(LATE)) == 0);
        Thread.sleep(quiet.toMillis());
        Instant injected = Instant.now();
        Optional<String> missing = steady ? happen(fault) : Optional.of("images were late before it");
        Instant healed = Instant.now();
        boolean drained = Waiting.until(PATIENCE, () -> clients.openSince(healed) == 0);
        FaultRun run = new FaultRun(fault.name(), injected, healed, Instant.now(), drained, missing);
        runs.add(run);
        out.printf(
                "%s %-28s lasted %5.1f s, drained %s%s%s%n",
                injected.toString().substring(11, 19),
                run.fault(),
                Duration.between(injected, healed).toMillis() / 1000.0,
                drained
                        ? "after %5.1f s"
                                .formatted(
                                        Duration.between(healed, run.endedAt()).toMillis() / 1000.0)
                        : "never",
                failures(injected),
                missing.map(why -> ", VOID: " + why).orElse(""));
    }

    /** Why it did not happen; empty if it did. */
    private static Optional<String> happen(Fault fault) throws InterruptedException {
        try {
            fault.inject();
            Thread.sleep(fault.duration().toMillis());
            fault.heal();
            return fault.missing();
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failure) {
            return Optional.of(failure.toString());
        }
    }

    private String failures(Instant since) {
        String failed = "select count(*) from himar.image where state = 'FAILED' and finished_at >= ?::timestamptz";
        try {
            long count = onlooker.number(failed, since.toString());
            return count == 0 ? "" : ", " + count + " FAILED";
        } catch (SQLException unreachable) {
            return ", Postgres does not answer: " + unreachable.getMessage();
        }
    }

    /** @param counting whether all services count usage, as they have done from the begin */
    private Observation observe(Map<Drawing, String> undisturbed, boolean counting)
            throws SQLException, MinioException {
        Optional<Long> counted = counting ? Optional.of(onlooker.counted()) : Optional.empty();
        return new Observation(
                Instant.now(),
                clients.told(),
                onlooker.images(),
                onlooker.events(),
                counted,
                onlooker.objects(),
                undisturbed);
    }
}
