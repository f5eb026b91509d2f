package io.himar.reliability.suite;

import java.util.ArrayList;
import java.util.List;

/** Options of JVMs of which a dozen share a small machine. */
final class JvmOptions {
    private static final int ACCESS_WARNINGS_SINCE = 24;

    private static final int QUICK_CODE = 1;
    private static final int BEST_CODE = 4;

    private JvmOptions() {}

    /**
     * @param megabytes of heap at most
     * @param optimised whether code is compiled as well as the JVM can, which pays after some minutes
     */
    static List<String> of(int megabytes, boolean optimised) {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx" + megabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + (optimised ? BEST_CODE : QUICK_CODE),
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
