package io.himar.service.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A statement that has been run.
 *
 * @param text as it was prepared, with question marks in the place of values
 * @param database what the spans of all its statements have in common
 * @param failure null if it succeeded
 */
record TimedStatement(String text, Attributes database, Instant begun, Instant ended, Throwable failure) {
    /** Makes a span of it below another. */
    void tell(Tracer tracer, Context above) {
        QuerySummary summary = QuerySummary.of(text);
        SpanBuilder telling = tracer.spanBuilder(summary.text())
                .setParent(above)
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(begun)
                .setAllAttributes(database)
                .setAttribute("db.query.text", text)
                .setAttribute("db.query.summary", summary.text())
                .setAttribute("db.operation.name", summary.operation());
        if (summary.tables().size() == 1) {
            telling.setAttribute("db.collection.name", summary.tables().get(0));
        }
        Span span = telling.startSpan();
        if (failure != null) {
            fail(span);
        }
        span.end(ended);
    }

    /** Without the message, which may have the values of a row. */
    private void fail(Span span) {
        span.setStatus(StatusCode.ERROR);
        String state = failure instanceof SQLException refused ? refused.getSQLState() : null;
        if (state != null) {
            span.setAttribute("db.response.status_code", state);
        }
        span.setAttribute("error.type", state == null ? failure.getClass().getName() : state);
    }
}
