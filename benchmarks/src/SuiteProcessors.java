import io.himar.reliability.process.JvmProcess;
import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.ServerProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Processor time of everything that takes part. */
final class SuiteProcessors {
    private SuiteProcessors() {}

    /** Seconds so far, of this process, of each server and of each service, by name. */
    static Map<String, Double> seconds(ProvedSuite suite) throws IOException {
        ServerProcesses servers = suite.servers();
        Map<String, Double> seconds = new LinkedHashMap<>();
        // A process that was stopped has no time any more.
        suite.services().stream()
                .filter(service -> ProcessHandle.of(service.process().pid())
                        .map(ProcessHandle::isAlive)
                        .orElse(false))
                .forEach(service -> seconds.put(service.name(), seconds(service.process())));
        seconds.put("Postgres", secondsOfTree(servers.postmaster()));
        seconds.put("Kafka", seconds(servers.process("kafka")));
        seconds.put("object storage", seconds(servers.process("objects")));
        seconds.put("stub of the inference server", seconds(servers.inference()));
        seconds.put("this benchmark", seconds(ProcessHandle.current()));
        return seconds;
    }

    private static double seconds(JvmProcess process) {
        return secondsOfTree(process.pid());
    }

    /** Those of a session's process that has ended are not counted. */
    private static double secondsOfTree(long pid) {
        ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(root), root.descendants())
                .mapToDouble(SuiteProcessors::seconds)
                .sum();
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
}
