package io.himar.reliability.autoscale;

import io.himar.reliability.check.Checker;
import io.himar.reliability.check.Drawing;
import io.himar.reliability.check.ImageRow;
import io.himar.reliability.check.Observation;
import io.himar.reliability.check.Onlooker;
import io.himar.reliability.check.Violation;
import io.himar.reliability.client.Clients;
import io.himar.reliability.client.Clients.Manner;
import io.himar.reliability.client.Request;
import io.himar.reliability.process.Waiting;
import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.Service;
import io.himar.reliability.suite.ServiceKind;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One course of load over workers that one signal scales. */
final class ScaledRun {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Seconds after which a run is ended, however far it came. */
    private static final double LONGEST = 420;

    private static final String LOADS =
            "select queued, running, queued_seconds + coming_seconds" + " from himar.stage_load where stage = '%s'";
    private static final String LATE = "select coalesce(1000 * percentile_cont(0.95) within group (order by"
            + " extract(epoch from finished_at - created_at)), 0)::bigint"
            + " from himar.image where created_at > ?::timestamptz";

    private final ProvedSuite suite;
    private final Cluster cluster;
    private final Clients clients;
    private final Onlooker onlooker;
    private final PodProcesses pivots;
    private final PodProcesses refines;
    private final List<Sample> samples = new ArrayList<>();

    ScaledRun(ProvedSuite suite, Cluster cluster, Clients clients) throws IOException {
        this.suite = suite;
        this.cluster = cluster;
        this.clients = clients;
        this.onlooker = new Onlooker(suite.servers().direct());
        this.pivots = new PodProcesses(suite, ServiceKind.PIVOT_WORKER);
        this.refines = new PodProcesses(suite, ServiceKind.REFINE_WORKER);
    }

    /** From no worker to no worker. */
    Outcome measure(Release release, Signal signal) throws Exception {
        Map<Drawing, String> undisturbed = warm();
        release.install(suite.servers().direct(), signal);
        Waiting.require("the autoscaler does not ask for no worker while nothing waits", PATIENCE, this::none);
        Instant begun = Instant.now();
        long before = onlooker.images().size();
        Course course = new Course(request -> clients.submit(request, Manner.REPEATED));
        do {
            double at = Duration.between(begun, Instant.now()).toNanos() / 1e9;
            course.goOn(at);
            pivots.follow(cluster.pods(ServiceKind.PIVOT_WORKER));
            refines.follow(cluster.pods(ServiceKind.REFINE_WORKER));
            Sample sample = new Sample(at, course.phase(at), stage("PIVOT", pivots), stage("REFINE", refines));
            samples.add(sample);
            course.saw(sample);
            Thread.sleep(LOOK.toMillis());
        } while (!over());
        Figures figures = new Figures(samples, release.slots(), release.drainSeconds(), release.most());
        return outcome(signal, figures, undisturbed, begun, before);
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** A worker of each stage draws some pictures, so that the pace is known, and goes. */
    private Map<Drawing, String> warm() throws Exception {
        List<Service> workers = new ArrayList<>();
        for (ServiceKind kind : List.of(ServiceKind.PIVOT_WORKER, ServiceKind.REFINE_WORKER)) {
            Service worker = suite.another(kind, "warm-" + kind);
            worker.process().start();
            workers.add(worker);
        }
        Request.all().forEach(request -> clients.submit(request, Manner.REPEATED));
        int wanted = Request.all().stream().mapToInt(Request::count).sum();
        Waiting.require(
                "the first pictures were not drawn",
                PATIENCE,
                () -> clients.pictures().size() == wanted);
        for (Service worker : workers) {
            int unused = worker.process().terminate();
        }
        return clients.pictures();
    }

    private boolean none() throws IOException, InterruptedException {
        return cluster.asked(ServiceKind.PIVOT_WORKER) + cluster.asked(ServiceKind.REFINE_WORKER) == 0;
    }

    private boolean over() {
        Sample last = samples.get(samples.size() - 1);
        boolean gone = last.pivot().live() + last.refine().live() == 0;
        return last.at() > LONGEST || (last.phase() == Phase.SILENCE && last.idle() && gone);
    }

    private StageSample stage(String name, PodProcesses processes)
            throws SQLException, IOException, InterruptedException {
        int asked = cluster.asked(processes.kind());
        return onlooker.list(
                        LOADS.formatted(name),
                        row -> new StageSample(
                                row.getLong(1),
                                row.getLong(2),
                                row.getDouble(3),
                                asked,
                                processes.live(),
                                processes.ready()))
                .get(0);
    }

    private Outcome outcome(
            Signal signal, Figures figures, Map<Drawing, String> undisturbed, Instant begun, long before)
            throws Exception {
        boolean unused = Waiting.until(Duration.ofSeconds(20), clients::settled);
        List<ImageRow> images = onlooker.images();
        List<Violation> broken = new Checker(new Observation(
                        Instant.now(),
                        clients.told(),
                        images,
                        onlooker.events(),
                        Optional.of(onlooker.counted()),
                        onlooker.objects(),
                        undisturbed))
                .violations();
        broken.stream().limit(10).forEach(System.out::println);
        long lost = images.stream().filter(image -> !image.succeeded()).count();
        // A lease for each of both stages, if nobody gives one back.
        long again = images.stream().mapToLong(image -> image.epoch() - 2).sum();
        double late = onlooker.number(LATE, begun.toString()) / 1e3;
        double seconds = pivots.seconds() + refines.seconds();
        return new Outcome(signal, figures, images.size() - before, lost, broken.size(), again, seconds, late);
    }
}
