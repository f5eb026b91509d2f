package io.himar.worker;

import io.himar.contracts.ImageLease;
import io.himar.inference.InferenceException;
import io.himar.inference.stage.CancelledException;
import io.himar.inference.stage.GraphCall;
import io.himar.inference.stage.NotFiniteException;
import io.himar.storage.objects.ObjectStoreException;
import io.himar.worker.StageMetrics.Outcome;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Takes one image through this worker's stage: reports start, progress and outcome, and turns whatever goes wrong into
 * a {@code StageFailed}. A lease holds until the scheduler says that it has ended: the worker's own clock decides
 * nothing. Repeating is the scheduler's decision, so every record ends here: completed, failed, dropped, or, when no
 * worker could ever run it, thrown as an {@link InvalidTaskException}.
 */
public final class StageRunner implements ApplicationListener<ContextClosedEvent> {
    private static final Logger log = LoggerFactory.getLogger(StageRunner.class);

    private final WorkerRole role;
    private final WorkerSettings worker;
    private final CancelledImages ended;
    private final EventSink events;
    private final GraphCall graphs;
    private final StageMetrics metrics;
    private final Clock clock;
    private volatile boolean stopping;

    StageRunner(
            WorkerRole role,
            WorkerSettings worker,
            CancelledImages ended,
            EventSink events,
            GraphCall graphs,
            StageMetrics metrics,
            Clock clock) {
        this.role = role;
        this.worker = worker;
        this.ended = ended;
        this.events = events;
        this.graphs = graphs;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** A stage's work on one image. */
    @FunctionalInterface
    public interface Work<R> {
        StageOutcome<R> run(StageRun run);
    }

    /** A worker that stops gives its images back between two steps. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        stopping = true;
    }

    /**
     * Runs {@code work} if the lease still holds.
     *
     * @return its result, once the completion is stored; empty when the image was dropped, cancelled or failed
     * @throws InvalidTaskException when {@code work} does, after the failure was reported
     */
    public <R> Optional<R> run(ImageLease lease, Work<R> work) {
        if (ended.voids(lease)) {
            metrics.dropped();
            log.info("Image {}, epoch {}: dropped, its lease has ended", lease.getImageId(), lease.getEpoch());
            return Optional.empty();
        }
        StageReport report = new StageReport(events, clock, worker, lease, role.stage());
        StageRun run = new StageRun(report, new GraphMeter(graphs, metrics), () -> stopping || ended.voids(lease));
        metrics.begun();
        Outcome outcome = Outcome.FAILED;
        try {
            report.started();
            StageOutcome<R> made = work.run(run);
            report.completed(made.event());
            outcome = Outcome.COMPLETED;
            logCompleted(lease, run);
            return Optional.of(made.result());
        } catch (CancelledException e) {
            outcome = Outcome.CANCELLED;
            interrupted(lease, report);
        } catch (InvalidTaskException e) {
            fail(lease, report, StageFailure.of(e));
            throw e;
        } catch (InferenceException e) {
            fail(lease, report, stopping ? StageFailure.stopping() : StageFailure.of(e));
        } catch (NotFiniteException e) {
            fail(lease, report, StageFailure.of(e));
        } catch (ObjectStoreException e) {
            fail(lease, report, StageFailure.of(e));
        } catch (PivotLostException e) {
            fail(lease, report, StageFailure.of(e));
        } catch (EventNotStoredException e) {
            logUnreported(lease, e);
        } catch (RuntimeException e) {
            log.error("Image {}: the {} stage failed unexpectedly", lease.getImageId(), role.stageName(), e);
            fail(lease, report, StageFailure.internal(e));
        } finally {
            metrics.ended(outcome, run);
        }
        return Optional.empty();
    }

    private void interrupted(ImageLease lease, StageReport report) {
        fail(lease, report, stopping ? StageFailure.stopping() : StageFailure.leaseEnded());
    }

    private void fail(ImageLease lease, StageReport report, StageFailure failure) {
        log.warn(
                "Image {}, attempt {}: the {} stage ended without a result ({}, {}, {}): {}",
                lease.getImageId(),
                lease.getAttempt(),
                role.stageName(),
                failure.code(),
                failure.cause(),
                failure.retryable() ? "the scheduler may try again" : "final",
                failure.message());
        try {
            report.failed(failure);
        } catch (EventNotStoredException e) {
            logUnreported(lease, e);
        }
    }

    private static void logUnreported(ImageLease lease, EventNotStoredException e) {
        log.warn(
                "Image {}: its outcome could not be reported, so its lease will run out and it is tried again: {}",
                lease.getImageId(),
                e.getMessage());
    }

    private void logCompleted(ImageLease lease, StageRun run) {
        long total = Math.max(1, run.elapsed().toMillis());
        log.info(
                "Image {}: {} stage done in {} ms, {} % of it in the model graphs",
                lease.getImageId(),
                role.stageName(),
                total,
                100 * run.inGraphs().toMillis() / total);
    }
}
