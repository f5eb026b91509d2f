package io.himar.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a Postgres server is run.
 *
 * @param settings as {@code postgres} takes them
 * @param making more arguments of {@code initdb}
 * @param rests before the attempts to start a server that ended unexpectedly, one each
 */
record PostgresManner(List<String> settings, List<String> making, List<Duration> rests) {
    /** Small memory, and nothing but TCP: a socket file's path is limited to about 100 characters. */
    private static final List<String> SMALL = List.of(
            "listen_addresses=" + Loopback.HOST,
            "unix_socket_directories=''",
            "shared_buffers=32MB",
            "max_connections=100",
            "max_wal_size=256MB",
            "timezone=UTC",
            "log_min_messages=warning");

    /** What was committed is on the disk. */
    static final PostgresManner LASTING = new PostgresManner(SMALL, List.of(), PostgresWatch.RESTS);

    /** Nothing waits for the disk: what was committed outlives the server, but not a crash of the machine. */
    static final PostgresManner FLEETING = new PostgresManner(
            and(SMALL, "fsync=off", "full_page_writes=off"), List.of("--no-sync"), PostgresWatch.RESTS);

    PostgresManner {
        settings = List.copyOf(settings);
        making = List.copyOf(making);
        rests = List.copyOf(rests);
    }

    /** The same with other rests. */
    PostgresManner resting(List<Duration> others) {
        return new PostgresManner(settings, making, others);
    }

    /** The settings as one line of options. */
    String options() {
        return "-c " + String.join(" -c ", settings);
    }

    private static List<String> and(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }
}
