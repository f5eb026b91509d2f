package io.himar.reliability.suite;

import java.util.ArrayList;
import java.util.List;

/** Options of JVMs of which a dozen share a small machine. */
final class JvmOptions {
    private static final int ACCESS_WARNINGS_SINCE = 24;

    private JvmOptions() {}

    /** @param megabytes of heap at most */
    static List<String> ofHeap(int megabytes) {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx" + megabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8"));
        if (Runtime.version().feature() >= ACCESS_WARNINGS_SINCE) {
            options.add("--enable-native-access=ALL-UNNAMED");
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }
}
