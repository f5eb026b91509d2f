package io.himar.worker;

import io.himar.contracts.ImageLease;
import io.himar.service.ImageInLog;
import io.himar.service.tracing.ImageTraces;
import io.himar.worker.intake.ImageInHand;
import io.himar.worker.intake.ImageWork;
import io.himar.worker.intake.Incarnation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.UUID;

/** The stage as a span in the trace of its image; what is called meanwhile is below it, and what is logged names it. */
final class TracedStage implements ImageWork<StageTask> {
    private final ImageWork<StageTask> work;
    private final ImageTraces traces;
    private final WorkerRole role;
    private final Incarnation worker;

    TracedStage(ImageWork<StageTask> work, ImageTraces traces, WorkerRole role, Incarnation worker) {
        this.work = work;
        this.traces = traces;
        this.role = role;
        this.worker = worker;
    }

    @Override
    public void run(ImageInHand<StageTask> image) {
        ImageLease lease = image.lease();
        Span span = traces.span(UUID.fromString(lease.getImageId()), role.stageName() + " stage")
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("himar.job", lease.getJobId())
                .setAttribute("himar.attempt", lease.getAttempt())
                .setAttribute("himar.epoch", lease.getEpoch())
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", worker.work())
                .startSpan();
        try {
            Runnable run = Context.current().with(span).wrap(() -> work.run(image));
            ImageInLog.about(lease.getJobId(), lease.getImageId(), run);
        } finally {
            span.end();
        }
    }

    @Override
    public void giveBack(ImageInHand<StageTask> image) {
        ImageInLog.about(image.lease().getJobId(), image.lease().getImageId(), () -> work.giveBack(image));
    }
}
