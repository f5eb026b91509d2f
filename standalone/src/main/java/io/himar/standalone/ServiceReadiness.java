package io.himar.standalone;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** Waits until a service says that work can be done. */
final class ServiceReadiness {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final String READINESS = "readiness";

    private ServiceReadiness() {}

    /**
     * Returns once the service is ready.
     *
     * @throws SuiteException naming what is not ready, after two minutes
     */
    static void await(Part part, ConfigurableApplicationContext service) {
        HealthEndpoint health = service.getBean(HealthEndpoint.class);
        long end = System.nanoTime() + PATIENCE.toNanos();
        HealthDescriptor readiness = health.healthForPath(READINESS);
        while (!Status.UP.equals(readiness.getStatus())) {
            if (System.nanoTime() > end) {
                throw new SuiteException("The " + part + " did not become ready within " + PATIENCE.toMinutes()
                        + " minutes: " + missing(readiness) + ".");
            }
            pause(part);
            readiness = health.healthForPath(READINESS);
        }
    }

    private static String missing(HealthDescriptor readiness) {
        Map<String, Status> down = new TreeMap<>();
        if (readiness instanceof CompositeHealthDescriptor composite) {
            composite.getComponents().forEach((name, each) -> down.put(name, each.getStatus()));
        }
        down.values().removeIf(Status.UP::equals);
        return down.toString();
    }

    private static void pause(Part part) {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SuiteException("The suite was stopped while its " + part + " started.", stopped);
        }
    }
}
