package io.himar.reliability.fault;

import io.himar.reliability.suite.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Services of an older version are replaced by those of this one, one process after the other, by SIGTERM. */
final class Upgrade implements Fault {
    private static final int TERMINATED = 143;

    private final String name;
    private final List<Service> services;
    private final List<Integer> statuses = new ArrayList<>();

    /** @param services in the order in which they are to be upgraded */
    Upgrade(String name, List<Service> services) {
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
            service.process().useClassPath(System.getProperty("java.class.path"));
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
