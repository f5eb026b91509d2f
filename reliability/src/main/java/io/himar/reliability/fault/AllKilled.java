package io.himar.reliability.fault;

import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * SIGKILL of every server and service at once, as when the power fails. Later all of them are started at the same time,
 * in no order, as a machine does that boots: a service has to wait for what it needs.
 */
final class AllKilled extends TimedFault {
    private static final Duration AWAY = Duration.ofSeconds(5);

    private final ProvedSuite suite;
    private final HeldImages held;
    private List<String> survivors = List.of();
    private boolean busy;

    AllKilled(String name, ProvedSuite suite, HeldImages held) {
        super(name, AWAY);
        this.suite = suite;
        this.held = held;
    }

    @Override
    public void inject() throws Exception {
        Service worker = suite.services().stream()
                .filter(service -> service.kind().isWorker())
                .findFirst()
                .orElseThrow();
        busy = held.await(worker.name());
        suite.kill();
        survivors = suite.services().stream()
                .filter(service -> service.process().status() != KILLED)
                .map(Service::name)
                .toList();
    }

    @Override
    public void heal() throws Exception {
        suite.startAgain();
    }

    @Override
    public Optional<String> missing() {
        if (!survivors.isEmpty()) {
            return Optional.of("not killed: " + survivors);
        }
        return busy ? Optional.empty() : Optional.of("no worker held an image when all were killed");
    }
}
