package io.himar.reliability.fault;

import io.himar.reliability.check.Onlooker;
import io.himar.reliability.process.Signal;
import io.himar.reliability.process.Waiting;
import io.himar.reliability.suite.ServerProcesses;
import java.time.Duration;
import java.util.Optional;

/** Postgres ends, killed or in order, and is started again at once by what watches over it. */
final class PostgresEnded extends TimedFault {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ServerProcesses servers;
    private final Onlooker onlooker;
    private final Signal signal;
    private long before;
    private long after;

    /** @param signal KILL, or INT for Postgres's fast shutdown */
    PostgresEnded(String name, ServerProcesses servers, Onlooker onlooker, Signal signal) {
        super(name, Duration.ofSeconds(1));
        this.servers = servers;
        this.onlooker = onlooker;
        this.signal = signal;
    }

    @Override
    public void inject() throws Exception {
        before = servers.postmaster();
        boolean unused = signal.send(before);
    }

    @Override
    public void heal() throws Exception {
        Waiting.require(
                "Postgres did not come back",
                PATIENCE,
                () -> servers.postmaster() != before && onlooker.number("select 1") == 1);
        after = servers.postmaster();
    }

    @Override
    public Optional<String> missing() {
        return after != before ? Optional.empty() : Optional.of("Postgres is still process " + before);
    }
}
