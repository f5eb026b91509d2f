package io.himar.reliability.fault;

import io.himar.reliability.check.Onlooker;
import io.himar.reliability.suite.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A service that is started anew with a wrong clock, and later with a right one. Its JVM's own clock stays right. */
final class WrongClock extends TimedFault {
    private static final Duration LASTS = Duration.ofSeconds(15);
    private static final String FINISHED = "select count(*) from himar.image where state = 'SUCCEEDED'";

    private final Service service;
    private final Duration offset;
    private final Onlooker onlooker;
    private long before;
    private long after;

    WrongClock(String name, Service service, Duration offset, Onlooker onlooker) {
        super(name, LASTS);
        this.service = service;
        this.offset = offset;
        this.onlooker = onlooker;
    }

    @Override
    public void inject() throws Exception {
        int unused = service.process().terminate();
        service.startAgain(List.of("-Dclock.offset=" + offset));
        before = onlooker.number(FINISHED);
    }

    @Override
    public void heal() throws Exception {
        after = onlooker.number(FINISHED);
        int unused = service.process().terminate();
        service.startAgain(List.of());
    }

    @Override
    public Optional<String> missing() {
        return after > before ? Optional.empty() : Optional.of("nothing was finished while the clock was wrong");
    }
}
