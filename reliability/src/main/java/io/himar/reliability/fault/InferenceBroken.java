package io.himar.reliability.fault;

import io.himar.reliability.stub.StubControl;
import io.himar.reliability.stub.StubMode;
import java.time.Duration;
import java.util.Optional;

/** The inference server runs, but refuses, hangs, is stuck, full, slow or broken. */
final class InferenceBroken extends TimedFault {
    private final StubControl stub;
    private final StubMode mode;
    private long before;
    private long after;

    InferenceBroken(String name, StubControl stub, StubMode mode, Duration duration) {
        super(name, duration);
        this.stub = stub;
        this.mode = mode;
    }

    @Override
    public void inject() throws Exception {
        before = stub.counters().get("affected");
        stub.mode(mode);
    }

    @Override
    public void heal() throws Exception {
        after = stub.counters().get("affected");
        stub.mode(StubMode.WELL);
    }

    @Override
    public Optional<String> missing() {
        return after > before ? Optional.empty() : Optional.of("no call met it");
    }
}
