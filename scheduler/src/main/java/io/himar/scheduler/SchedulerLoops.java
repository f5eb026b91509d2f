package io.himar.scheduler;

import io.himar.scheduler.scheduling.Dispatcher;
import io.himar.scheduler.scheduling.Reconciler;
import io.himar.storage.jobs.ChangeListener;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts the loops with the application, wakes them when jobs change, and stops them before anything they use. */
final class SchedulerLoops implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(SchedulerLoops.class);
    private static final String SWEEP = "sweep";
    private static final Duration LOAD_INTERVAL = Duration.ofSeconds(2);
    private static final Duration TOPICS_AWAITED = Duration.ofMillis(100);

    private final SchedulerSettings settings;
    private final DataSource database;
    private final Dispatcher dispatcher;
    private final Reconciler reconciler;
    private final Reports reports;
    private final KafkaTopics topics;
    private final Upkeep upkeep;
    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();
    // Null until it is started: the topics may be ready before.
    private volatile Loop dispatching;

    SchedulerLoops(
            SchedulerSettings settings,
            DataSource database,
            Dispatcher dispatcher,
            Reconciler reconciler,
            Reports reports,
            KafkaTopics topics,
            Upkeep upkeep) {
        this.settings = settings;
        this.database = database;
        this.dispatcher = dispatcher;
        this.reconciler = reconciler;
        this.reports = reports;
        this.topics = topics;
        this.upkeep = upkeep;
    }

    @Override
    public synchronized void start() {
        Loop looking = started(Loop.start("topics", settings.topicsInterval(), this::lookAfterTopics));
        dispatching = started(Loop.start("dispatch", settings.dispatchInterval(), () -> dispatch(looking)));
        Loop reconciling = started(Loop.start("reconcile", settings.reconcileInterval(), reconciler::reconcile));
        started(reports);
        started(Loop.start("reports", TOPICS_AWAITED, () -> reports.takeIn(dispatching::wake)));
        started(Loop.start("load", LOAD_INTERVAL, upkeep::measure));
        started(Loop.start(SWEEP, settings.retention().interval(), upkeep::sweep));
        started(ChangeListener.start(database, waking(dispatching, reconciling)));
    }

    /** The names of the loops that fail or are stuck. */
    List<String> withoutProgress() {
        return loops()
                // Images go their way whether or not what is old is deleted.
                .filter(each -> !each.makesProgress() && !each.name().equals(SWEEP))
                .map(Loop::name)
                .toList();
    }

    /** The names of the loops whose thread is stuck or dead, which only a new start mends. */
    List<String> stuck() {
        return loops().filter(Loop::stuck).map(Loop::name).toList();
    }

    private Stream<Loop> loops() {
        return running.stream().filter(Loop.class::isInstance).map(Loop.class::cast);
    }

    private boolean lookAfterTopics() throws InterruptedException {
        Loop waiting = dispatching;
        if (topics.ensure() && waiting != null) {
            waiting.wake();
        }
        return false;
    }

    private boolean dispatch(Loop looking) {
        boolean more = dispatcher.dispatch();
        if (!topics.ready()) {
            looking.wake();
        }
        return more;
    }

    private static ChangeListener.Ear waking(Loop dispatching, Loop reconciling) {
        return new ChangeListener.Ear() {
            @Override
            public void changed(UUID job) {
                connected();
            }

            @Override
            public void connected() {
                dispatching.wake();
                reconciling.wake();
            }
        };
    }

    private <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    @Override
    public synchronized void stop() {
        // All at once first: they would otherwise end one after the other.
        loops().forEach(Loop::end);
        while (!running.isEmpty()) {
            AutoCloseable part = running.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("Could not stop {} in order: {}", part, e.getMessage());
            }
        }
    }

    @Override
    public boolean isRunning() {
        return !running.isEmpty();
    }
}
