package io.himar.reliability.fault;

import io.himar.reliability.check.Onlooker;
import io.himar.reliability.suite.ProvedSuite;
import io.himar.reliability.suite.ServerProcesses;
import io.himar.reliability.suite.Service;
import io.himar.reliability.suite.ServiceKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What faults are done to.
 *
 * @param kafkaOutage how long Kafka is to be away
 */
public record FaultTargets(ProvedSuite suite, Onlooker onlooker, Duration kafkaOutage) {
    HeldImages held() {
        return new HeldImages(onlooker);
    }

    ServerProcesses servers() {
        return suite.servers();
    }

    List<Service> all(ServiceKind kind) {
        return suite.services(kind);
    }

    Service any(ServiceKind kind) {
        List<Service> services = suite.services(kind);
        return services.get(ThreadLocalRandom.current().nextInt(services.size()));
    }
}
