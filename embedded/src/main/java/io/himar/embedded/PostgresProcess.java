package io.himar.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The server process of a cluster.
 *
 * @param number of the process
 * @param cluster the directory it serves
 */
record PostgresProcess(long number, Path cluster) {
    /** How a server is asked to end; Postgres's own names. */
    enum Shutdown {
        /** Cuts connections off and writes everything out. */
        FAST("INT"),
        /** Ends at once; the next start recovers, as after a crash. */
        IMMEDIATE("QUIT");

        private final String signal;

        Shutdown(String signal) {
            this.signal = signal;
        }
    }

    /** The process that the cluster's {@code postmaster.pid} names, if it runs and is this cluster's server. */
    static Optional<PostgresProcess> of(Path cluster) throws IOException {
        try {
            List<String> lines = Files.readAllLines(pidFile(cluster));
            long number = lines.isEmpty() ? 0 : Long.parseLong(lines.get(0).strip());
            return Optional.of(new PostgresProcess(number, cluster)).filter(PostgresProcess::runs);
        } catch (NoSuchFileException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    static Path pidFile(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    /**
     * Whether the process runs and is this cluster's server. A process that has ended but that nobody collects stays
     * visible, without a command; and after a crash its number may belong to a stranger.
     */
    boolean runs() {
        return ProcessHandle.of(number)
                .map(ProcessHandle::info)
                .filter(info ->
                        info.command().filter(PostgresProcess::isPostgres).isPresent())
                .filter(info -> info.arguments()
                        .map(words -> Arrays.asList(words).contains(cluster.toString()))
                        .orElse(true))
                .isPresent();
    }

    /** Asks the server to end; pg_ctl, which could do the same, refuses to be root. */
    void ask(Shutdown shutdown) throws IOException, InterruptedException {
        Command.run(List.of(), "sh", "-c", "kill -" + shutdown.signal + " " + number);
    }

    private static boolean isPostgres(String command) {
        return Path.of(command).getFileName().toString().startsWith("postgres");
    }
}
