package io.himar.reliability.suite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a suite is to be.
 *
 * @param directory for data and logs, made if missing
 * @param model which of the two models that come with the harness: {@code tiny} with a few steps in each stage, or
 *     {@code quick} with one
 * @param instances of each service
 * @param heap of each service, in MiB
 * @param fast whether it is for measuring speed: code is compiled as well as the JVM can, no proxy stands before
 *     Postgres and object storage, and object storage keeps its objects in memory and checks no signatures
 * @param runTime how long one run of a model takes in the stub
 * @param settings of all services, without the leading dashes
 * @param boundedDisks servers that have a disk of their own, where one can be mounted, so that it can be full
 * @param version that the services begin with
 */
public record SuiteSpec(
        Path directory,
        String model,
        int instances,
        int heap,
        boolean fast,
        Duration runTime,
        Map<String, String> settings,
        Set<String> boundedDisks,
        Version version) {
    /** Leases short enough to run out while one looks on. */
    public static final Duration LEASE = Duration.ofSeconds(8);

    /** Runs for 25 ms each, so that an image is under way for a while. */
    private static final Duration RUN_TIME = Duration.ofMillis(25);

    public SuiteSpec {
        settings = Map.copyOf(settings);
        boundedDisks = Set.copyOf(boundedDisks);
    }

    /** Two of each service, with short leases and short intervals. */
    public static SuiteSpec underFaults(Path directory) {
        return underFaults(directory, 2);
    }

    /** The same with one of each service, which starts and stops sooner. */
    public static SuiteSpec underOneFault(Path directory) {
        return underFaults(directory, 1);
    }

    private static SuiteSpec underFaults(Path directory, int instances) {
        return new SuiteSpec(
                directory,
                "tiny",
                instances,
                192,
                false,
                RUN_TIME,
                Map.ofEntries(
                        Map.entry("himar.scheduler.lease", LEASE.toSeconds() + "s"),
                        Map.entry("himar.scheduler.retries.first-delay", "200ms"),
                        Map.entry("himar.scheduler.retries.longest-delay", "3s"),
                        Map.entry("himar.scheduler.reconcile-interval", "500ms"),
                        Map.entry("himar.scheduler.topics-interval", "2s"),
                        Map.entry("himar.worker.readiness-interval", "500ms"),
                        Map.entry("himar.worker.breaker.rest", "5s"),
                        Map.entry("himar.inference.request-timeout", "5s"),
                        Map.entry("himar.events.poll", "2s")),
                Set.of(),
                Version.running());
    }

    /** One of each service, workers with as many slots as a GPU wants, and a stub that answers at once. */
    public static SuiteSpec atFullSpeed(Path directory) {
        Map<String, String> settings = Map.of("himar.worker.concurrency", "128");
        return new SuiteSpec(directory, "quick", 1, 512, true, Duration.ZERO, settings, Set.of(), Version.running());
    }

    /**
     * For workers that come and go; each stage takes two runs of the model.
     *
     * @param slots of each worker
     */
    public static SuiteSpec forScaling(Path directory, int slots, Duration runTime) {
        Map<String, String> settings = Map.of("himar.worker.concurrency", Integer.toString(slots));
        return new SuiteSpec(directory, "quick", 1, 192, false, runTime, settings, Set.of(), Version.running());
    }

    /** The same, begun with the services of another version. */
    public SuiteSpec beginningWith(Version other) {
        return new SuiteSpec(directory, model, instances, heap, fast, runTime, settings, boundedDisks, other);
    }

    /** The same, with disks of their own for these servers. */
    public SuiteSpec withDisksOf(Set<String> names) {
        return new SuiteSpec(directory, model, instances, heap, fast, runTime, settings, names, version);
    }

    List<String> settingsAsArguments() {
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
    }
}
