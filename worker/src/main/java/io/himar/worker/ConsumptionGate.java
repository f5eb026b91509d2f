package io.himar.worker;

import io.himar.storage.objects.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.SmartLifecycle;

/**
 * Takes work only while the inference server is ready and object storage answers: starts this worker's input binding
 * when it becomes so, and stops it, which leaves the partitions to other workers, when it no longer is. Without this a
 * worker whose server is away would begin every image that it can get hold of, in vain.
 */
final class ConsumptionGate implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ConsumptionGate.class);

    /** One missed answer may be a busy machine, and stopping costs a rebalance. */
    private static final int MISSES_UNTIL_STOP = 3;

    private final BindingsLifecycleController bindings;
    private final InferenceReadiness inference;
    private final ObjectStore objects;
    private final String binding;
    private final Duration interval;
    private ScheduledExecutorService looks;
    private volatile boolean running;
    private int misses;

    ConsumptionGate(
            BindingsLifecycleController bindings,
            InferenceReadiness inference,
            ObjectStore objects,
            String binding,
            Duration interval) {
        this.bindings = bindings;
        this.inference = inference;
        this.objects = objects;
        this.binding = binding;
        this.interval = interval;
    }

    @Override
    public synchronized void start() {
        looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "consumption-gate");
            thread.setDaemon(true);
            return thread;
        });
        Future<?> unused = looks.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        running = true;
    }

    @Override
    public synchronized void stop() {
        looks.shutdownNow();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the bindings, which start at {@code MAX_VALUE - 1000}, and stopped before them. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 500;
    }

    private void look() {
        try {
            misses = inference.ready() && objects.answers() ? 0 : misses + 1;
            List<Binding<?>> found = bindings.queryState(binding);
            if (misses == 0) {
                found.stream().filter(each -> !each.isRunning()).forEach(this::open);
            } else if (misses >= MISSES_UNTIL_STOP) {
                found.stream().filter(Binding::isRunning).forEach(this::close);
            }
        } catch (RuntimeException e) {
            // The next look tries again; an exception here would end all looks.
            log.warn("{} could not be started or stopped, next try in {}: {}", binding, interval, e.getMessage());
        }
    }

    private void open(Binding<?> found) {
        log.info("The inference server is ready and object storage answers: {} takes work", found.getBindingName());
        // A missing bucket would fail every image; on a new installation nobody may have made it yet.
        objects.ensureBucket();
        found.start();
    }

    private void close(Binding<?> found) {
        log.warn(
                "The inference server is not ready or object storage does not answer: {} takes no work",
                found.getBindingName());
        found.stop();
    }
}
