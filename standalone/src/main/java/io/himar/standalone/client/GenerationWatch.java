package io.himar.standalone.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** Follows one generation by its event stream until it has finished, over as many connections as that takes. */
public final class GenerationWatch implements Callable<Generation> {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int MOST_FAILURES = 20;

    private final GatewayClient gateway;
    private final GenerationProgress progress;
    private final AtomicReference<Optional<String>> last = new AtomicReference<>(Optional.empty());

    public GenerationWatch(GatewayClient gateway, GenerationProgress progress) {
        this.gateway = gateway;
        this.progress = progress;
    }

    /**
     * Returns the generation as it ended.
     *
     * @throws GatewayException when the gateway stays away
     */
    @Override
    public Generation call() throws InterruptedException {
        for (int failures = 0; ; ) {
            try {
                gateway.events(progress.generation(), last.get(), this::take);
                Generation now = gateway.generation(progress.generation().id());
                progress.refresh(now);
                if (now.finished()) {
                    return now;
                }
            } catch (GatewayException broken) {
                if (++failures >= MOST_FAILURES) {
                    throw broken;
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private void take(ServerSentEvent event) {
        if (event.id().isPresent()) {
            last.set(event.id());
        }
        progress.apply(gateway.tree(event.data()));
    }
}
