import io.himar.reliability.suite.ServerProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;

/** Processor time of everything that takes part. */
final class PipelineProcessors {
    private PipelineProcessors() {}

    /** Seconds so far of this process, of all that it started, and of Postgres, which is a child of nobody. */
    static double seconds(ServerProcesses servers) throws IOException {
        ProcessHandle postgres = ProcessHandle.of(servers.postmaster()).orElseThrow();
        return Stream.of(ProcessHandle.current(), postgres)
                .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
                .flatMap(each -> each.info().totalCpuDuration().stream())
                .mapToDouble(PipelineProcessors::seconds)
                .sum();
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
