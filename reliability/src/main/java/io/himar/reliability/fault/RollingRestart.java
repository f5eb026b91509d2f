package io.himar.reliability.fault;

import io.himar.reliability.suite.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SIGTERM of one process of a service after the other, each started again before the next one goes. */
final class RollingRestart implements Fault {
    private static final int TERMINATED = 143;

    private final String name;
    private final List<Service> services;
    private final List<Integer> statuses = new ArrayList<>();

    RollingRestart(String name, List<Service> services) {
        this.name = name;
        this.services = List.copyOf(services);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration duration() {
        return Duration.ZERO;
    }

    @Override
    public void inject() throws Exception {
        for (Service service : services) {
            statuses.add(service.process().terminate());
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
