package io.himar.service.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Transactions that are for many images, none of which is known before. So the statements are kept until it is known
 * for which images the transaction was, and then each image has a span of it. Its statements ran once, and are told
 * once: in the trace of the first of these images, to which the others are linked. If it was for none, they are
 * forgotten. Of each thread, the last transaction is kept.
 */
public final class SharedTransactions {
    private static final ThreadLocal<Shared> LAST = new ThreadLocal<>();

    private final Tracer tracer;

    SharedTransactions(Tracer tracer) {
        this.tracer = tracer;
    }

    private static final class Shared {
        private final String purpose;
        private final Instant begun = Instant.now();
        private final List<TimedStatement> statements = new ArrayList<>();
        private Instant ended;
        private SpanContext told = SpanContext.getInvalid();

        Shared(String purpose) {
            this.purpose = purpose;
        }
    }

    /**
     * Does what a transaction does, in this thread.
     *
     * @param purpose the name of its spans, one of few
     */
    public <T> T run(String purpose, Supplier<T> transaction) {
        Shared shared = new Shared(purpose);
        LAST.set(shared);
        try {
            return transaction.get();
        } finally {
            shared.ended = Instant.now();
        }
    }

    /** Tells below a span, which is in the trace of an image, of the transaction that this thread has just done. */
    public void tellBelow(Span image) {
        Shared shared = LAST.get();
        if (shared == null || !image.getSpanContext().isSampled()) {
            return;
        }
        SpanBuilder telling = tracer.spanBuilder(shared.purpose)
                .setParent(Context.root().with(image))
                .setStartTimestamp(shared.begun)
                .setAttribute(DatabaseAttributes.SYSTEM_KEY, DatabaseAttributes.SYSTEM);
        if (shared.told.isValid()) {
            telling.addLink(shared.told);
        }
        Span transaction = telling.startSpan();
        if (!shared.told.isValid()) {
            shared.told = transaction.getSpanContext();
            shared.statements.forEach(
                    statement -> statement.tell(tracer, Context.root().with(transaction)));
            shared.statements.clear();
        }
        transaction.end(shared.ended);
    }

    /** Whether this thread is in such a transaction. */
    boolean isRunning() {
        Shared shared = LAST.get();
        return shared != null && shared.ended == null;
    }

    /** Keeps a statement of the transaction that this thread is in. */
    void keep(TimedStatement statement) {
        LAST.get().statements.add(statement);
    }
}
