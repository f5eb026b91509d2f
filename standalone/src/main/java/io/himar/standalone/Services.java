package io.himar.standalone;

import io.himar.gateway.GatewayApplication;
import io.himar.pivot.PivotWorker;
import io.himar.refine.RefineWorker;
import io.himar.scheduler.SchedulerApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The four services, each an application context of its own that shares nothing with the others but this JVM. */
final class Services {
    private Services() {}

    static ConfigurableApplicationContext start(Part part, String... arguments) {
        return switch (part) {
            case GATEWAY -> GatewayApplication.start(arguments);
            case SCHEDULER -> SchedulerApplication.start(arguments);
            case PIVOT_WORKER -> PivotWorker.start(arguments);
            case REFINE_WORKER -> RefineWorker.start(arguments);
            case POSTGRES, OBJECTS, KAFKA, INFERENCE ->
                throw new IllegalArgumentException("part: " + part + " (expected: a service)");
        };
    }

    /** The port that a service listens on. */
    static int port(ConfigurableApplicationContext context) {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }
}
