package io.himar.scheduler;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageState;
import io.himar.contracts.Topics;
import io.himar.scheduler.scheduling.Assignment;
import io.himar.scheduler.scheduling.SchedulingListener;
import io.himar.service.tracing.ImageTraces;
import io.himar.storage.images.ImageRow;
import io.himar.storage.jobs.Failure;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.util.Locale;

/**
 * What the scheduler does with an image, in the trace of that image: the way of a task to Kafka, the ways of reports
 * from the workers into the database, and at the end the whole. Each transaction is for many images, so its statements
 * belong to none of them; their time is in these spans.
 */
final class SchedulingTraces implements SchedulingListener {
    private final ImageTraces traces;

    SchedulingTraces(ImageTraces traces) {
        this.traces = traces;
    }

    @Override
    public void dispatched(Assignment assignment) {
        ImageRow image = assignment.leased();
        if (traces.has(image.id())) {
            traces.span(image.id(), "dispatch " + text(assignment.stage()))
                    .setSpanKind(SpanKind.PRODUCER)
                    .setStartTimestamp(assignment.dispatchedAt())
                    .setAttribute("himar.job", image.jobId().toString())
                    .setAttribute("himar.worker", assignment.worker())
                    .setAttribute("himar.attempt", image.attempt())
                    .setAttribute("messaging.system", "kafka")
                    .setAttribute("messaging.destination.name", Topics.work(assignment.stage()))
                    .startSpan()
                    .end();
        }
    }

    @Override
    public void reported(ImageEvent report, ImageRow before, ImageRow after, Instant now) {
        if (!traces.has(after.id())) {
            return;
        }
        if (!report.hasStageProgress()) {
            Instant at = Instant.ofEpochSecond(
                    report.getAt().getSeconds(), report.getAt().getNanos());
            Span span = traces.span(after.id(), "report " + text(report.getEventCase()))
                    .setSpanKind(SpanKind.CONSUMER)
                    .setStartTimestamp(at)
                    .setAttribute("himar.worker", report.getWorker())
                    .setAttribute("messaging.system", "kafka")
                    .setAttribute("messaging.destination.name", Topics.IMAGE_EVENTS)
                    .startSpan();
            if (report.hasStageFailed()) {
                span.setStatus(StatusCode.ERROR, report.getStageFailed().getCode());
            }
            span.end();
        }
        ended(after);
    }

    @Override
    public void leaseEnded(ImageRow before, ImageRow after) {
        if (traces.has(after.id())) {
            traces.span(after.id(), "lease ended")
                    .startSpan()
                    .setStatus(StatusCode.ERROR, "its worker was not heard of")
                    .end();
            ended(after);
        }
    }

    @Override
    public void cancelled(ImageRow before) {
        if (traces.has(before.id())) {
            end(before, ImageState.CANCELLED);
        }
    }

    @Override
    public void expired(ImageRow before, ImageRow after) {
        if (traces.has(after.id())) {
            ended(after);
        }
    }

    private void ended(ImageRow image) {
        if (image.state().terminal()) {
            end(image, image.state());
        }
    }

    private void end(ImageRow image, ImageState state) {
        Span whole = traces.whole(image.id(), image.createdAt())
                .setAttribute("himar.job", image.jobId().toString())
                .setAttribute("himar.outcome", text(state));
        if (state == ImageState.FAILED || state == ImageState.EXPIRED) {
            whole.setStatus(StatusCode.ERROR, image.failure().map(Failure::code).orElse(""));
        }
        whole.end();
    }

    private static String text(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
