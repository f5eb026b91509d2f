package io.himar.reliability.fault;

import io.himar.reliability.proxy.FaultProxy;
import io.himar.reliability.proxy.ProxyMode;
import java.time.Duration;
import java.util.Optional;

/** What lies behind a proxy refuses, is silent, slow or full. */
final class LineBroken implements Fault {
    private final String name;
    private final FaultProxy proxy;
    private final ProxyMode mode;
    private final Duration duration;
    private long before;

    LineBroken(String name, FaultProxy proxy, ProxyMode mode, Duration duration) {
        this.name = name;
        this.proxy = proxy;
        this.mode = mode;
        this.duration = duration;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration duration() {
        return duration;
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
