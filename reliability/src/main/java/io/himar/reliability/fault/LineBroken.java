package io.himar.reliability.fault;

import io.himar.reliability.proxy.FaultProxy;
import io.himar.reliability.proxy.ProxyMode;
import java.time.Duration;
import java.util.Optional;

/** What lies behind a proxy refuses, is silent, slow or full. */
final class LineBroken extends TimedFault {
    private final FaultProxy proxy;
    private final ProxyMode mode;
    private long before;

    LineBroken(String name, FaultProxy proxy, ProxyMode mode, Duration duration) {
        super(name, duration);
        this.proxy = proxy;
        this.mode = mode;
    }

    @Override
    public void inject() {
        before = proxy.affected();
        proxy.mode(mode);
    }

    @Override
    public void heal() {
        proxy.mode(ProxyMode.PASSING);
    }

    @Override
    public Optional<String> missing() {
        return proxy.affected() > before ? Optional.empty() : Optional.of("no connection met it");
    }
}
