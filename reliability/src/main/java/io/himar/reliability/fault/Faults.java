package io.himar.reliability.fault;

import io.himar.reliability.point.FaultPoint;
import io.himar.reliability.process.Signal;
import io.himar.reliability.proxy.ProxyMode;
import io.himar.reliability.stub.StubMode;
import io.himar.reliability.suite.ServiceKind;
import io.himar.reliability.suite.SuiteSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All faults by their names. */
public final class Faults {
    private static final String DISK_FULL = "disk-full-";
    private static final Duration WRONG = Duration.ofMinutes(7);
    private static final Duration OUTAGE = Duration.ofSeconds(12);
    private static final Duration PAUSE = SuiteSpec.LEASE.plusSeconds(7);

    private final Map<String, Maker> all = new LinkedHashMap<>();

    private Faults() {
        services();
        points();
        postgres();
        kafka();
        objects();
        inference();
        disks();
        clocks();
        restarts();
        all.put("kill-all", (name, on) -> new AllKilled(name, on.suite(), on.held()));
    }

    /** Makes a fault of its kind, anew for every time. */
    @FunctionalInterface
    public interface Maker {
        Fault make(String name, FaultTargets targets);
    }

    /** In the order in which they come. */
    public static Map<String, Maker> byName() {
        return Collections.unmodifiableMap(new Faults().all);
    }

    /** The servers that need a disk of their own for these faults. */
    public static Set<String> disksFor(Collection<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(DISK_FULL))
                .map(name -> name.substring(DISK_FULL.length()))
                .collect(Collectors.toSet());
    }

    /** The upgrade of a suite that began with an older version: the workers before the scheduler. */
    public static Fault upgrade(FaultTargets on) {
        return new RollingRestart(
                "upgrade",
                Stream.of(
                                ServiceKind.PIVOT_WORKER,
                                ServiceKind.REFINE_WORKER,
                                ServiceKind.SCHEDULER,
                                ServiceKind.GATEWAY)
                        .flatMap(kind -> on.all(kind).stream())
                        .toList(),
                service -> service.process().useClassPath(System.getProperty("java.class.path")));
    }

    private void services() {
        for (ServiceKind kind : ServiceKind.values()) {
            all.put("kill-" + kind, (name, on) -> new ServiceKilled(name, on.any(kind), on.held()));
            all.put("pause-" + kind, (name, on) -> new ServicePaused(name, on.any(kind), on.held(), PAUSE));
        }
    }

    private void points() {
        for (FaultPoint point : FaultPoint.values()) {
            all.put(
                    point.toString(),
                    (name, on) -> new EndedAtPoint(name, on.any(ServiceKind.named(point.service())), point));
        }
    }

    private void postgres() {
        all.put("kill-postgres", (name, on) -> new PostgresEnded(name, on.servers(), on.onlooker(), Signal.KILL));
        all.put("restart-postgres", (name, on) -> new PostgresEnded(name, on.servers(), on.onlooker(), Signal.INT));
        all.put("cut-connections", (name, on) -> new ConnectionsCut(name, on.onlooker()));
        all.put(
                "postgres-silent",
                (name, on) -> new LineBroken(name, on.servers().databaseProxy(), ProxyMode.SILENT, OUTAGE));
    }

    private void kafka() {
        all.put(
                "kafka-gone",
                (name, on) -> new ServerKilled(
                        name, on.servers().process("kafka"), () -> on.servers().startAgain("kafka"), on.kafkaOutage()));
        all.put(
                "topics-deleted",
                (name, on) -> new TopicsDeleted(name, on.servers().bootstrapServers()));
    }

    private void objects() {
        for (ProxyMode mode :
                List.of(ProxyMode.REFUSING, ProxyMode.SLOW, ProxyMode.SILENT, ProxyMode.FULL, ProxyMode.UNAVAILABLE)) {
            all.put(
                    "objects-" + mode.name().toLowerCase(Locale.ROOT),
                    (name, on) -> new LineBroken(name, on.servers().objectsProxy(), mode, OUTAGE));
        }
    }

    private void inference() {
        all.put(
                "kill-inference",
                (name, on) -> new ServerKilled(name, on.servers().inference(), on.servers()::startInference, OUTAGE));
        for (StubMode mode : StubMode.values()) {
            if (mode != StubMode.WELL) {
                all.put(
                        "inference-" + mode.name().toLowerCase(Locale.ROOT),
                        (name, on) -> new InferenceBroken(name, on.servers().stub(), mode, OUTAGE));
            }
        }
    }

    private void disks() {
        for (String server : List.of("postgres", "kafka", "objects")) {
            all.put(DISK_FULL + server, (name, on) -> new DiskFull(name, server, on.servers(), OUTAGE));
        }
    }

    private void clocks() {
        for (ServiceKind kind : List.of(ServiceKind.PIVOT_WORKER, ServiceKind.REFINE_WORKER)) {
            all.put("fast-clock-" + kind, (name, on) -> new WrongClock(name, on.any(kind), WRONG, on.onlooker()));
            all.put(
                    "slow-clock-" + kind,
                    (name, on) -> new WrongClock(name, on.any(kind), WRONG.negated(), on.onlooker()));
        }
    }

    private void restarts() {
        for (ServiceKind kind : ServiceKind.values()) {
            all.put("roll-" + kind, (name, on) -> new RollingRestart(name, on.all(kind), service -> {}));
        }
    }
}
