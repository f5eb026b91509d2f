package io.himar.reliability.suite;

import io.himar.gateway.GatewayApplication;
import io.himar.pivot.PivotWorker;
import io.himar.refine.RefineWorker;
import io.himar.reliability.point.FaultPoints;
import io.himar.reliability.process.ParentWatch;
import io.himar.scheduler.SchedulerApplication;
import io.himar.service.ServiceLaunch;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;

/**
 * A service as a program: its kind, then its settings. The system property {@value #CLOCK_OFFSET} sets its clock wrong,
 * for example by {@code -PT7M}.
 */
final class ServiceMain {
    static final String CLOCK_OFFSET = "clock.offset";

    private ServiceMain() {}

    public static void main(String[] arguments) {
        ParentWatch.begin(() -> Runtime.getRuntime().halt(1));
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(System.getProperty(CLOCK_OFFSET, "PT0S")));
        ServiceKind kind = ServiceKind.valueOf(arguments[0]);
        String[] settings = Arrays.copyOfRange(arguments, 1, arguments.length);
        FaultPoints.around(() -> {
            var unused = launch(kind).at(clock).start(settings);
        });
    }

    private static ServiceLaunch launch(ServiceKind kind) {
        return switch (kind) {
            case GATEWAY -> GatewayApplication.LAUNCH;
            case SCHEDULER -> SchedulerApplication.LAUNCH;
            case PIVOT_WORKER -> PivotWorker.LAUNCH;
            case REFINE_WORKER -> RefineWorker.LAUNCH;
        };
    }
}
