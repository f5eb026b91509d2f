package io.himar.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** A Postgres cluster in a directory: made, started and stopped with Postgres's own programs. */
final class PostgresCluster {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int PASSWORD_BYTES = 24;
    static final String SUPERUSER = "postgres";

    private final Path cluster;
    private final Path passwordFile;
    private final Path log;
    private final Path binaries;
    private final PostgresAccount account;

    private PostgresCluster(ServerDirectory directory, Path binaries, PostgresAccount account) {
        this.cluster = directory.resolve("cluster");
        this.passwordFile = directory.resolve("password");
        this.log = directory.resolve("postgres.log");
        this.binaries = binaries;
        this.account = account;
    }

    /** Finds a way to run Postgres on the directory, and makes the cluster if there is none. */
    static PostgresCluster open(ServerDirectory directory, Path binaries, List<PostgresAccount> candidates)
            throws IOException, InterruptedException {
        Path cluster = Files.createDirectories(directory.resolve("cluster"));
        for (PostgresAccount candidate : candidates) {
            if (candidate.works(cluster, binaries)) {
                PostgresCluster opened = new PostgresCluster(directory, binaries, candidate);
                opened.stopLeftOver();
                opened.initialise();
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
    void start(int port, String settings) throws IOException, InterruptedException {
        if (Files.notExists(log)) {
            Files.createFile(log);
        }
        account.own(log);
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
                "-p " + port + " " + settings);
        if (!started.succeeded()) {
            throw new EmbeddedServerException(
                    "Postgres did not start on " + cluster + " (" + reason() + "); see " + log + ".");
        }
    }

    /** Stops the server, cutting its connections off, and returns once it has gone. */
    void stop() throws IOException, InterruptedException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        // The interrupt is Postgres's fast shutdown; pg_ctl itself refuses to be root.
        Command.run(List.of(), "sh", "-c", "kill -INT " + pid);
        long end = System.nanoTime() + PATIENCE.toNanos();
        // The file, not the process: where nobody collects orphans, a process that has ended stays visible.
        while (Files.exists(pidFile)) {
            if (System.nanoTime() > end) {
                throw new EmbeddedServerException(
                        "Postgres (process " + pid + ") did not stop within " + PATIENCE.toSeconds() + " s.");
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    /** A server whose owner was killed runs on; as this process holds the directory, nobody else uses that server. */
    private void stopLeftOver() throws IOException, InterruptedException {
        Path pidFile = cluster.resolve("postmaster.pid");
        if (Files.exists(pidFile)) {
            var status = program("pg_ctl", "status", "-D", cluster);
            if (status.succeeded()) {
                stop();
            }
        }
    }

    private void initialise() throws IOException, InterruptedException {
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            requireVersion();
            return;
        }
        byte[] drawn = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(drawn);
        OwnerOnlyFile.write(passwordFile, HexFormat.of().formatHex(drawn) + "\n");
        account.own(passwordFile);
        var made = program(
                "initdb",
                "-D",
                cluster,
                "-U",
                SUPERUSER,
                "-A",
                "scram-sha-256",
                "--pwfile",
                passwordFile,
                "-E",
                "UTF8",
                "--locale=C",
                "--no-instructions");
        if (!made.succeeded()) {
            String last = made.output()
                    .lines()
                    .filter(line -> line.contains("error"))
                    .findFirst()
                    .orElse(made.output());
            throw new EmbeddedServerException("Postgres could not make a cluster in " + cluster + ": " + last + ".");
        }
    }

    private void requireVersion() throws IOException, InterruptedException {
        String written = Files.readString(cluster.resolve("PG_VERSION")).strip();
        String ours = program("postgres", "--version").output().replaceAll("\\D*(\\d+).*", "$1");
        if (!written.equals(ours)) {
            throw new EmbeddedServerException("The cluster in " + cluster + " was written by Postgres " + written
                    + " and cannot be read by Postgres " + ours + ": move the directory away, or dump and restore it.");
        }
    }

    private String reason() throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return lines.stream()
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
