package io.himar.worker.gate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/** All gates of a worker. Each is looked at by a thread of its own, so that a slow answer delays no other gate. */
public final class Gates implements SmartLifecycle {
    /** A gate that is shut is looked at so many times as often. */
    private static final int IMPATIENCE = 4;

    private final List<GateWatch> watches;
    private final Duration interval;
    private ScheduledExecutorService looks;
    private volatile boolean running;

    /** @param interval between two looks at a gate */
    public Gates(List<GateWatch> watches, Duration interval, MeterRegistry registry) {
        this.watches = List.copyOf(watches);
        this.interval = interval;
        for (GateWatch watch : watches) {
            Gauge.builder("himar.gate.open", watch, each -> each.open() ? 1 : 0)
                    .description("1 while this dependency serves, 0 while it keeps the worker from taking work")
                    .tag("dependency", watch.dependency())
                    .register(registry);
        }
    }

    /** The first dependency that keeps this worker from taking work. */
    Optional<String> shut() {
        return watches.stream()
                .filter(watch -> !watch.open())
                .map(GateWatch::dependency)
                .findFirst();
    }

    /** Whether all gates of this name are open. */
    boolean open(String dependency) {
        return watches.stream()
                .filter(watch -> watch.dependency().equals(dependency))
                .allMatch(GateWatch::open);
    }

    @Override
    public synchronized void start() {
        looks = Executors.newScheduledThreadPool(watches.size(), task -> {
            Thread thread = new Thread(task, "gates");
            thread.setDaemon(true);
            return thread;
        });
        running = true;
        watches.forEach(watch -> lookAgain(watch, Duration.ZERO));
    }

    @Override
    public synchronized void stop() {
        running = false;
        looks.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the shift begins, and still open while it ends. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 100;
    }

    private synchronized void lookAgain(GateWatch watch, Duration pause) {
        if (running) {
            Future<?> unused = looks.schedule(() -> look(watch), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look(GateWatch watch) {
        watch.look();
        lookAgain(watch, watch.open() ? interval : interval.dividedBy(IMPATIENCE));
    }
}
