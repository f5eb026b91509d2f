package io.himar.worker;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.inference.stage.CancelledException;
import io.himar.inference.stage.GraphCall;
import io.himar.worker.StageMetrics.Outcome;
import io.himar.worker.gate.CircuitBreaker;
import io.himar.worker.intake.DeadLetters;
import io.himar.worker.intake.EndedLeases;
import io.himar.worker.intake.ImageInHand;
import io.himar.worker.intake.ImageWork;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one image through this worker's stage: reports start, progress and outcome, and turns whatever goes wrong into
 * a {@code StageFailed}. A lease holds until the scheduler says that it has ended: the worker's own clock decides
 * nothing. Repeating is the scheduler's decision, so every image ends here: completed, failed, given back or dropped.
 * Where other images fail here, too, a failure is none of the image's. What no worker could ever run goes to the dead
 * letters, too. Safe for use by many threads.
 */
final class StageRunner implements ImageWork<StageTask> {
    private static final Logger log = LoggerFactory.getLogger(StageRunner.class);

    private final StageReports reports;
    private final EndedLeases ended;
    private final GraphCall graphs;
    private final StageMetrics metrics;
    private final CircuitBreaker breaker;
    private final DeadLetters deadLetters;
    private final Partials partials;

    StageRunner(
            StageReports reports,
            EndedLeases ended,
            GraphCall graphs,
            StageMetrics metrics,
            CircuitBreaker breaker,
            DeadLetters deadLetters,
            Partials partials) {
        this.reports = reports;
        this.ended = ended;
        this.graphs = graphs;
        this.metrics = metrics;
        this.breaker = breaker;
        this.deadLetters = deadLetters;
        this.partials = partials;
    }

    @Override
    public void run(ImageInHand<StageTask> image) {
        ImageLease lease = image.lease();
        if (ended.contains(lease)) {
            drop(lease);
            return;
        }
        BooleanSupplier interruption = () -> image.interrupted() || ended.contains(lease);
        StageReport report = reports.of(lease, interruption);
        GraphMeter meter = new GraphMeter(graphs, metrics);
        image.onInterruption(meter::interrupt);
        StageRun run = new StageRun(report, meter, interruption);
        Outcome outcome = Outcome.FAILED;
        try {
            report.started();
            complete(image, run, report);
            outcome = Outcome.COMPLETED;
        } catch (CancelledException e) {
            outcome = Outcome.CANCELLED;
            fail(image, run, report, image.interrupted() ? StageFailure.stopping() : StageFailure.leaseEnded());
        } catch (EventNotStoredException e) {
            logUnreported(lease, e);
        } catch (RuntimeException | Error e) {
            fail(image, run, report, failure(image, e));
        } finally {
            metrics.ended(outcome, run);
        }
    }

    @Override
    public void giveBack(ImageInHand<StageTask> image) {
        if (ended.contains(image.lease())) {
            drop(image.lease());
            return;
        }
        log.info("Image {}: given back before it began", image.lease().getImageId());
        metrics.failed(StageFailure.notTaken());
        reports.of(image.lease(), () -> true).failedInPassing(StageFailure.notTaken());
    }

    private void complete(ImageInHand<StageTask> image, StageRun run, StageReport report) {
        ImageEvent completion = image.task().run(run);
        report.completed(completion);
        breaker.succeeded();
        logCompleted(image.lease(), run);
        image.task().completed();
    }

    private void drop(ImageLease lease) {
        metrics.dropped();
        log.info("Image {}, epoch {}: dropped, its lease has ended", lease.getImageId(), lease.getEpoch());
    }

    private StageFailure failure(ImageInHand<StageTask> image, Throwable problem) {
        StageFailure failure = StageFailure.of(problem);
        if (failure.cause() == FailureCause.INFRASTRUCTURE && image.interrupted()) {
            return StageFailure.stopping();
        }
        if (failure.isInternal()) {
            log.error("Image {}: the stage failed unexpectedly", image.lease().getImageId(), problem);
        }
        return failure;
    }

    private void fail(ImageInHand<StageTask> image, StageRun run, StageReport report, StageFailure seen) {
        ImageLease lease = image.lease();
        boolean own = !seen.speaksAgainstWorker() || breaker.failed(lease.getImageId());
        StageFailure failure = own ? seen : seen.ofOthers();
        log.warn(
                "Image {}, attempt {}: the stage ended without a result ({}, {}, {}): {}",
                lease.getImageId(),
                lease.getAttempt(),
                failure.code(),
                failure.cause(),
                failure.retryable() ? "the scheduler may try again" : "final",
                failure.message());
        metrics.failed(failure);
        Span.current().setStatus(StatusCode.ERROR, failure.code());
        try {
            report.failed(failure, kept(image, run, failure));
        } catch (EventNotStoredException e) {
            logUnreported(lease, e);
        }
        if (failure.isInvalidTask()) {
            deadLetters.add(image.record(), failure.message());
        }
    }

    /** What a failure of the work has made may be what made it fail; all else is worth carrying on. */
    private Optional<String> kept(ImageInHand<StageTask> image, StageRun run, StageFailure failure) {
        boolean worthIt = failure.cause() == FailureCause.RELEASED || failure.cause() == FailureCause.INFRASTRUCTURE;
        return worthIt && !ended.contains(image.lease())
                ? run.done().flatMap(state -> partials.keep(image.lease(), run.drawnBy(), state))
                : Optional.empty();
    }

    private static void logUnreported(ImageLease lease, EventNotStoredException e) {
        log.warn(
                "Image {}: its outcome could not be reported, so its lease will run out and it is tried again: {}",
                lease.getImageId(),
                e.getMessage());
    }

    private static void logCompleted(ImageLease lease, StageRun run) {
        long total = Math.max(1, run.elapsed().toMillis());
        log.info(
                "Image {}: the stage is done in {} ms, {} % of it in the model graphs",
                lease.getImageId(), total, 100 * run.inGraphs().toMillis() / total);
    }
}
