package io.himar.reliability.fault;

import io.himar.reliability.suite.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** SIGKILL of a service, which is started again later. A worker is hit while it holds an image. */
final class ServiceKilled extends TimedFault {
    private static final Duration AWAY = Duration.ofSeconds(5);

    private final Service service;
    private final HeldImages held;
    private int status;
    private boolean busy;

    ServiceKilled(String name, Service service, HeldImages held) {
        super(name, AWAY);
        this.service = service;
        this.held = held;
    }

    @Override
    public void inject() throws InterruptedException {
        busy = !service.kind().isWorker() || held.await(service.name());
        status = service.process().kill();
    }

    @Override
    public void heal() throws Exception {
        service.startAgain(List.of());
    }

    @Override
    public Optional<String> missing() {
        if (status != KILLED) {
            return Optional.of("exit status " + status + " (expected: " + KILLED + ")");
        }
        return busy ? Optional.empty() : Optional.of(service.name() + " held no image when it was killed");
    }
}
