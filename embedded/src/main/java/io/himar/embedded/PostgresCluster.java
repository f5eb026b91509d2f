package io.himar.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.file.PathUtils;

/** A Postgres cluster in a directory: made, started and stopped with Postgres's own programs. */
final class PostgresCluster {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int PASSWORD_BYTES = 24;
    static final String SUPERUSER = "postgres";

    private final Path cluster;
    private final Path passwordFile;
    private final Path log;
    private final Path binaries;
    private final PostgresAccount account;
    private final PostgresManner manner;

    private PostgresCluster(ServerDirectory directory, Path binaries, PostgresAccount account, PostgresManner manner) {
        this.cluster = directory.resolve("cluster");
        this.passwordFile = directory.resolve("password");
        this.log = directory.resolve("postgres.log");
        this.binaries = binaries;
        this.account = account;
        this.manner = manner;
    }

    /** Finds a way to run Postgres on the directory, and makes the cluster if there is none. */
    static PostgresCluster open(
            ServerDirectory directory, Path binaries, List<PostgresAccount> candidates, PostgresManner manner)
            throws IOException, InterruptedException {
        Path cluster = Files.createDirectories(directory.resolve("cluster"));
        for (PostgresAccount candidate : candidates) {
            if (candidate.works(cluster, binaries)) {
                PostgresCluster opened = new PostgresCluster(directory, binaries, candidate, manner);
                opened.prepare();
                return opened;
            }
        }
        throw new EmbeddedServerException("Postgres refuses to run as root, and none of "
                + candidates.stream().map(PostgresAccount::name).toList() + " can be used on " + directory.path()
                + " here: run as an ordinary user.");
    }

    String password() throws IOException {
        return Files.readString(passwordFile).strip();
    }

    /** Starts the server and returns once it takes connections. */
    void start(int port) throws IOException, InterruptedException {
        if (Files.notExists(log)) {
            Files.createFile(log);
        }
        account.own(log);
        long begun = Files.size(log);
        // pg_ctl puts the server into a session of its own: Ctrl-C in a terminal must not stop it before its clients.
        var started = program(
                "pg_ctl",
                "start",
                "-w",
                "-s",
                "-D",
                cluster,
                "-l",
                log,
                "-t",
                PATIENCE.toSeconds(),
                "-o",
                "-p " + port + " " + manner.options());
        if (!started.succeeded()) {
            throw new EmbeddedServerException(
                    "Postgres did not start on " + cluster + " (" + reason(begun) + "); see " + log + ".");
        }
    }

    /** Starts a server that ended unexpectedly; the file that names its process may still lie there. */
    void startAgain(int port) throws IOException, InterruptedException {
        stopLeftOver();
        start(port);
    }

    boolean runs() throws IOException {
        return PostgresProcess.of(cluster).isPresent();
    }

    /** Stops the server, cutting its connections off, and returns once it has gone. */
    void stop() throws IOException, InterruptedException {
        Optional<PostgresProcess> running = PostgresProcess.of(cluster);
        if (running.isEmpty()) {
            return;
        }
        for (PostgresProcess.Shutdown shutdown : PostgresProcess.Shutdown.values()) {
            running.get().ask(shutdown);
            if (gone(running.get())) {
                return;
            }
        }
        throw new EmbeddedServerException("Postgres (process " + running.get().number() + ") did not stop within "
                + 2 * PATIENCE_AT_STOP.toSeconds() + " s.");
    }

    private static boolean gone(PostgresProcess server) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_AT_STOP.toNanos();
        while (server.runs()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(POLL.toMillis());
        }
        return true;
    }

    /**
     * A server whose owner was killed runs on; as this process holds the directory, nobody else uses that server. A
     * file that names a process which is none of ours is removed: Postgres would take any process for a server.
     */
    private void stopLeftOver() throws IOException, InterruptedException {
        stop();
        Files.deleteIfExists(PostgresProcess.pidFile(cluster));
    }

    private void prepare() throws IOException, InterruptedException {
        stopLeftOver();
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            requireVersion();
            requirePassword();
        } else {
            initialise();
        }
    }

    /** Makes the cluster under another name and renames it at the end: one half made would never start. */
    private void initialise() throws IOException, InterruptedException {
        byte[] drawn = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(drawn);
        OwnerOnlyFile.write(passwordFile, HexFormat.of().formatHex(drawn) + "\n");
        account.own(passwordFile);
        Path unfinished = cluster.resolveSibling("cluster.unfinished");
        FileUtils.deleteDirectory(unfinished.toFile());
        account.own(Files.createDirectory(unfinished));
        List<Object> arguments = new ArrayList<>(List.of(
                "-D",
                unfinished,
                "-U",
                SUPERUSER,
                "-A",
                "scram-sha-256",
                "--pwfile",
                passwordFile,
                "-E",
                "UTF8",
                "--locale=C",
                "--no-instructions"));
        arguments.addAll(manner.making());
        var made = program("initdb", arguments.toArray());
        if (!made.succeeded()) {
            String last = made.output()
                    .lines()
                    .filter(line -> line.contains("error"))
                    .findFirst()
                    .orElse(made.output());
            throw new EmbeddedServerException("Postgres could not make a cluster in " + cluster + ": " + last + ".");
        }
        if (PathUtils.isEmptyDirectory(cluster)) {
            Files.delete(cluster);
        } else {
            SetAside.move(cluster);
        }
        Files.move(unfinished, cluster);
    }

    private void requirePassword() throws IOException {
        if (Files.notExists(passwordFile) || password().isBlank()) {
            throw new EmbeddedServerException("The password file " + passwordFile
                    + " is missing or empty, and without it nobody gets into the database: restore it, or move "
                    + directory() + " away to begin with an empty database.");
        }
    }

    private Path directory() {
        return passwordFile.getParent();
    }

    private void requireVersion() throws IOException, InterruptedException {
        String written = Files.readString(cluster.resolve("PG_VERSION")).strip();
        String ours = program("postgres", "--version").output().replaceAll("\\D*(\\d+).*", "$1");
        if (!written.equals(ours)) {
            throw new EmbeddedServerException("The cluster in " + cluster + " was written by Postgres " + written
                    + " and cannot be read by Postgres " + ours + ": move the directory away, or dump and restore it.");
        }
    }

    /** The last of the severe lines that were logged since the file had a length. */
    private String reason(long begun) throws IOException {
        String logged;
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(begun);
            logged = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return logged.lines()
                .filter(line -> line.contains("FATAL") || line.contains("PANIC"))
                .reduce((earlier, later) -> later)
                .orElse("no reason given");
    }

    private Command program(String name, Object... arguments) throws IOException, InterruptedException {
        Object[] words = new Object[arguments.length + 1];
        words[0] = binaries.resolve("bin").resolve(name);
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return Command.run(account.prefix(), words);
    }
}
