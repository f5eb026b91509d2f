package io.himar.scheduler;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageState;
import io.himar.contracts.Topics;
import io.himar.scheduler.scheduling.Assignment;
import io.himar.scheduler.scheduling.SchedulingListener;
import io.himar.service.tracing.ImageTraces;
import io.himar.service.tracing.SharedTransactions;
import io.himar.storage.images.ImageRow;
import io.himar.storage.jobs.Failure;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What the scheduler does with an image, in the trace of that image: the way of a task to Kafka, the ways of reports
 * from the workers into the database, and at the end the whole. Below each of them is the transaction that did it.
 */
final class SchedulingTraces implements SchedulingListener {
    private final ImageTraces traces;
    private final Optional<SharedTransactions> transactions;
    private final Topics topics;

    SchedulingTraces(ImageTraces traces, Optional<SharedTransactions> transactions, Topics topics) {
        this.traces = traces;
        this.transactions = transactions;
        this.topics = topics;
    }

    @Override
    public void dispatched(Assignment assignment) {
        ImageRow image = assignment.leased();
        if (traces.has(image.id())) {
            Span span = traces.span(image.id(), "dispatch " + text(assignment.stage()))
                    .setSpanKind(SpanKind.PRODUCER)
                    .setStartTimestamp(assignment.dispatchedAt())
                    .setAttribute("himar.job", image.jobId().toString())
                    .setAttribute("himar.worker", assignment.worker())
                    .setAttribute("himar.attempt", image.attempt())
                    .setAttribute("messaging.system", "kafka")
                    .setAttribute("messaging.destination.name", topics.work(assignment.stage()))
                    .startSpan();
            withTransaction(span);
            span.end();
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
                    .setAttribute("messaging.destination.name", topics.imageEvents())
                    .startSpan();
            if (report.hasStageFailed()) {
                span.setStatus(StatusCode.ERROR, report.getStageFailed().getCode());
            }
            withTransaction(span);
            span.end();
        }
        ended(after);
    }

    @Override
    public void leaseEnded(ImageRow before, ImageRow after) {
        if (traces.has(after.id())) {
            Span span = traces.span(after.id(), "lease ended")
                    .startSpan()
                    .setStatus(StatusCode.ERROR, "its worker was not heard of");
            withTransaction(span);
            span.end();
            ended(after);
        }
    }

    @Override
    public void cancelled(ImageRow before) {
        if (traces.has(before.id())) {
            endedByTransaction(before, ImageState.CANCELLED);
        }
    }

    @Override
    public void expired(ImageRow before, ImageRow after) {
        if (traces.has(after.id()) && after.state().terminal()) {
            endedByTransaction(after, after.state());
        }
    }

    private void ended(ImageRow image) {
        if (image.state().terminal()) {
            whole(image, image.state()).end();
        }
    }

    /** No worker and no report had a part in it, so the transaction is below the whole. */
    private void endedByTransaction(ImageRow image, ImageState state) {
        Span whole = whole(image, state);
        withTransaction(whole);
        whole.end();
    }

    private void withTransaction(Span span) {
        transactions.ifPresent(done -> done.tellBelow(span));
    }

    private Span whole(ImageRow image, ImageState state) {
        Span whole = traces.whole(image.id(), image.createdAt())
                .setAttribute("himar.job", image.jobId().toString())
                .setAttribute("himar.outcome", text(state));
        if (state == ImageState.FAILED || state == ImageState.EXPIRED) {
            whole.setStatus(StatusCode.ERROR, image.failure().map(Failure::code).orElse(""));
        }
        return whole;
    }

    private static String text(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
