import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that a process had resident, as the kernel of Linux tells it. */
final class ResidentSet {
    private ResidentSet() {}

    /** -1 where the kernel does not tell it. */
    static long peakMebibytes(long process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process), "status");
        if (!Files.exists(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024;
    }

    /** Makes this process's peak count from now, without what is on the heap in vain. */
    static void forgetOwnPeak() throws IOException {
        System.gc();
        Path forgetting = Path.of("/proc/self/clear_refs");
        if (Files.exists(forgetting)) {
            Files.writeString(forgetting, "5");
        }
    }
}
