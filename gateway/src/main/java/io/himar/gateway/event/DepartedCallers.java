package io.himar.gateway.event;

import io.himar.gateway.access.Caller;
import io.himar.gateway.access.LetIn;
import io.himar.storage.sql.StorageException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** Ends the streams of callers who would not be let in any more, a moment after that is so. */
final class DepartedCallers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DepartedCallers.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final EventHub hub;
    private final LetIn letIn;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("himar-event-callers-"));

    DepartedCallers(EventHub hub, LetIn letIn) {
        this.hub = hub;
        this.letIn = letIn;
        var unused =
                thread.scheduleWithFixedDelay(this::look, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void look() {
        try {
            Set<Caller> callers = hub.callers();
            if (!callers.isEmpty()) {
                hub.endOf(letIn.noMore(callers));
            }
        } catch (StorageException e) {
            LOG.warn(
                    "Whether callers of event streams are still let in is not known, will look again: {}",
                    e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Whether callers of event streams are still let in is not known, will look again", e);
        }
    }
}
