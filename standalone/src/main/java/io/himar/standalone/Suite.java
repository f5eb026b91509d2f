package io.himar.standalone;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole of himar in this JVM: real Postgres, Kafka and S3 servers, the embedded inference server, and the four
 * services, each its own application context. It is reached over HTTP like any other deployment; only the addresses
 * differ. Everything it keeps lies in one directory and is there again when it is started anew.
 */
public final class Suite implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Suite.class);
    private static final long STRAGGLER_SECONDS = 30;

    private final SuiteOptions options;
    private final RunningParts parts = new RunningParts();
    private final CountDownLatch startEnded = new CountDownLatch(1);
    private DataDirectory directory;
    private volatile URI address;

    private Suite(SuiteOptions options) {
        this.options = options;
    }

    /** A suite that does not run yet; it can be closed while another thread starts it. */
    public static Suite of(SuiteOptions options) {
        return new Suite(options);
    }

    /** Starts a suite; see {@link #start(SuiteListener)}. */
    public static Suite start(SuiteOptions options, SuiteListener listener) {
        Suite suite = of(options);
        suite.start(listener);
        return suite;
    }

    /**
     * Starts everything and returns once the first job would be taken at once. To be called once.
     *
     * @param listener is told the parts that are being started, and later what happens to them
     * @throws SuiteException in one sentence, when a part cannot start; what had started is stopped again
     */
    public void start(SuiteListener listener) {
        open();
        try {
            address = new SuiteStart(options, directory, parts, listener).run();
            directory.announce(address);
        } catch (RuntimeException | Error failure) {
            LOG.error("The suite could not start; what had started is stopped again", failure);
            startEnded.countDown();
            close();
            throw failure;
        } finally {
            startEnded.countDown();
        }
    }

    /** The address of the suite that runs on a data directory, in this process or another, if one does. */
    public static Optional<URI> running(Path data) {
        return DataDirectory.runningSuite(data.toAbsolutePath().normalize());
    }

    /** The address of Kafka, {@code host:port}, of the suite that runs on a data directory, if one does. */
    public static Optional<String> runningKafka(Path data) {
        Path directory = data.toAbsolutePath().normalize();
        return running(data).flatMap(gateway -> PartAddresses.read(directory, PartAddresses.KAFKA));
    }

    /** The gateway's address, once the suite has started. */
    public URI address() {
        return address;
    }

    /** Stops the gateway first and Postgres last, so that nothing loses what it still works with. */
    @Override
    public void close() {
        parts.close();
        DataDirectory opened = opened();
        if (opened != null) {
            awaitStart();
            opened.close();
        }
    }

    private synchronized void open() {
        // First what may refuse: a refused start leaves nothing behind.
        DataDirectory.requireUnused(options.data());
        LocalPort.requireFree(options.exposure(), options.port());
        directory = DataDirectory.open(options.data());
        ServiceLog.into(directory.resolve("logs"));
    }

    private synchronized DataDirectory opened() {
        return directory;
    }

    /** Parts that were on their way up stop themselves when they arrive; until then the directory is in use. */
    private void awaitStart() {
        try {
            if (!startEnded.await(STRAGGLER_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A part that was starting did not end within {} s", STRAGGLER_SECONDS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
