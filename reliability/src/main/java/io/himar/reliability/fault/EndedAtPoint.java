package io.himar.reliability.fault;

import io.himar.reliability.point.FaultPoint;
import io.himar.reliability.process.Waiting;
import io.himar.reliability.suite.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A service is started anew, ends as by SIGKILL when it comes to a point within the protocol, and is started again. */
final class EndedAtPoint extends TimedFault {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration AWAY = Duration.ofSeconds(5);

    private final Service service;
    private final FaultPoint point;
    private boolean ended;
    private int status;

    EndedAtPoint(String name, Service service, FaultPoint point) {
        super(name, AWAY);
        this.service = service;
        this.point = point;
    }

    @Override
    public void inject() throws Exception {
        int unused = service.process().terminate();
        service.process().start(List.of(point.option()));
        ended = Waiting.until(PATIENCE, () -> !service.process().alive());
        // Where the point never came it must not come later.
        status = ended ? service.process().status() : service.process().kill();
    }

    @Override
    public void heal() throws Exception {
        service.startAgain(List.of());
    }

    @Override
    public Optional<String> missing() {
        if (!ended) {
            return Optional.of(service.name() + " did not come to " + point);
        }
        return status == FaultPoint.STATUS
                ? Optional.empty()
                : Optional.of("exit status " + status + " (expected: " + FaultPoint.STATUS + ")");
    }
}
