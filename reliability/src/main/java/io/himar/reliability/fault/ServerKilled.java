package io.himar.reliability.fault;

import io.himar.reliability.process.JvmProcess;
import java.time.Duration;
import java.util.Optional;

/** SIGKILL of a server, which is started again later, on what it had written. */
final class ServerKilled extends TimedFault {
    private final JvmProcess server;
    private final Start start;
    private int status;

    /** Starts the server, and returns once it takes requests. */
    @FunctionalInterface
    interface Start {
        void again() throws Exception;
    }

    ServerKilled(String name, JvmProcess server, Start start, Duration duration) {
        super(name, duration);
        this.server = server;
        this.start = start;
    }

    @Override
    public void inject() throws Exception {
        status = server.kill();
    }

    @Override
    public void heal() throws Exception {
        start.again();
    }

    @Override
    public Optional<String> missing() {
        return status == KILLED ? Optional.empty() : Optional.of("exit status " + status + " (expected: 137)");
    }
}
