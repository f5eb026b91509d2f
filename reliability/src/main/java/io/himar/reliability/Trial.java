package io.himar.reliability;

import io.himar.reliability.check.Onlooker;
import io.himar.reliability.client.Clients;
import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.SuiteSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A suite of its own that runs, one who looks on, and clients of all its gateways. */
record Trial(ProvedSuite suite, Onlooker onlooker, Clients clients) implements AutoCloseable {

    /** Starts it, with logs, data and what clients were told in the specification's folder. */
    static Trial start(SuiteSpec spec) throws IOException, InterruptedException {
        ProvedSuite suite = ProvedSuite.start(spec);
        try {
            return new Trial(
                    suite,
                    new Onlooker(suite.servers().direct()),
                    new Clients(suite.gateways(), spec.directory().resolve("journal.txt")));
        } catch (IOException | RuntimeException failure) {
            suite.close();
            throw failure;
        }
    }

    /**
     * The folder of a command's run, of which it tells.
     *
     * @param chosen by the option --data, or null for a new one below the temporary folder
     */
    static Path folder(String command, Path chosen) throws IOException {
        Path folder = chosen == null ? Files.createTempDirectory("himar-" + command) : Files.createDirectories(chosen);
        System.out.println("Logs and data are in " + folder);
        return folder;
    }

    /** @param quiet how long the suite works undisturbed before each fault */
    Proof proof(Duration quiet) {
        return new Proof(clients, onlooker, quiet, System.out);
    }

    @Override
    public void close() throws IOException {
        try (suite) {
            clients.close();
        }
    }
}
