package io.himar.reliability.fault;

import io.himar.reliability.suite.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** SIGTERM of one process of a service after the other, each started again before the next one goes. */
final class RollingRestart extends TimedFault {
    private final List<Service> services;
    private final Consumer<Service> change;
    private final List<Integer> statuses = new ArrayList<>();

    /** @param change what is done to each before it is started again */
    RollingRestart(String name, List<Service> services, Consumer<Service> change) {
        super(name, Duration.ZERO);
        this.services = List.copyOf(services);
        this.change = change;
    }

    @Override
    public void inject() throws Exception {
        for (Service service : services) {
            statuses.add(service.process().terminate());
            change.accept(service);
            service.startAgain(List.of());
        }
    }

    @Override
    public void heal() {
        // Each is back before the next one goes.
    }

    @Override
    public Optional<String> missing() {
        boolean all = statuses.size() == services.size() && statuses.stream().allMatch(status -> status == TERMINATED);
        return all ? Optional.empty() : Optional.of("exit statuses " + statuses + " (expected: " + TERMINATED + ")");
    }
}
