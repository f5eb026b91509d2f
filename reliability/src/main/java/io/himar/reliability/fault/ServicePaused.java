package io.himar.reliability.fault;

import io.himar.reliability.process.Signal;
import io.himar.reliability.process.Waiting;
import io.himar.reliability.suite.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** SIGSTOP of a service for longer than a lease lasts, then SIGCONT. */
final class ServicePaused extends TimedFault {
    private static final Duration SIGNAL = Duration.ofSeconds(5);

    private final Service service;
    private final HeldImages held;
    private boolean stopped;

    ServicePaused(String name, Service service, HeldImages held, Duration duration) {
        super(name, duration);
        this.service = service;
        this.held = held;
    }

    @Override
    public void inject() throws IOException, InterruptedException {
        boolean busy = !service.kind().isWorker() || held.await(service.name());
        service.process().pause();
        // On a busy machine the process hears of it a moment later.
        stopped = Waiting.until(SIGNAL, () -> Signal.isStopped(service.process().pid())) && busy;
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        stopped = stopped && Signal.isStopped(service.process().pid());
        service.process().resume();
        service.awaitReady();
    }

    @Override
    public Optional<String> missing() {
        return stopped ? Optional.empty() : Optional.of(service.name() + " was not stopped with an image in hand");
    }
}
