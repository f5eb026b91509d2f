package io.himar.reliability.fault;

import io.himar.reliability.client.Clients;
import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.Service;
import io.himar.reliability.suite.ServiceKind;
import io.himar.reliability.suite.Version;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From one version to another as a cluster does it: services of the other version join, all of them draw together for a
 * while, and then those of the version before go, one after the other. A gateway gets no more requests before it goes.
 * No request may stay without an answer.
 */
public final class Handover extends TimedFault {
    private static final Duration TOGETHER = Duration.ofSeconds(15);
    /** What a gateway has begun to answer when it gets no more requests is answered within this. */
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(6);

    private final ProvedSuite suite;
    private final Clients clients;
    private final Version version;
    private final List<Service> leaving;
    private final List<Integer> statuses = new ArrayList<>();
    private long unansweredBefore;

    /** @param version that all of the suite has in the end */
    public Handover(String name, ProvedSuite suite, Clients clients, Version version) {
        super(name, TOGETHER);
        this.suite = suite;
        this.clients = clients;
        this.version = version;
        this.leaving = suite.services();
    }

    @Override
    public void inject() throws IOException, InterruptedException {
        unansweredBefore = clients.unanswered();
        suite.join(name(), version);
        clients.use(suite.gateways());
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        clients.use(suite.services(ServiceKind.GATEWAY).stream()
                .filter(service -> !leaving.contains(service))
                .map(Service::address)
                .toList());
        Thread.sleep(LAST_REQUESTS.toMillis());
        for (Service service : leaving) {
            statuses.add(suite.leave(service));
        }
    }

    @Override
    public Optional<String> missing() {
        if (!statuses.stream().allMatch(status -> status == TERMINATED)) {
            return Optional.of("exit statuses " + statuses + " (expected: " + TERMINATED + ")");
        }
        long unanswered = clients.unanswered() - unansweredBefore;
        return unanswered == 0
                ? Optional.empty()
                : Optional.of(unanswered + " requests were refused or had no answer (expected: 0)");
    }
}
