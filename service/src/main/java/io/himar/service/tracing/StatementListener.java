package io.himar.service.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.listener.MethodExecutionListener;
import net.ttddyy.dsproxy.listener.QueryExecutionListener;

/**
 * Hears of each statement and commit. Where its thread is in a trace that is taken, it is a span there; where its
 * thread is in a {@link SharedTransactions shared transaction}, that one keeps it. All others, such as those that look
 * again and again whether there is something to do, leave nothing behind.
 */
final class StatementListener implements QueryExecutionListener, MethodExecutionListener {
    private static final String BEGUN = "himar.begun";
    private static final String COMMIT = "commit";

    private final Tracer tracer;
    private final SharedTransactions transactions;
    private final Attributes database;

    StatementListener(Tracer tracer, SharedTransactions transactions, Attributes database) {
        this.tracer = tracer;
        this.transactions = transactions;
        this.database = database;
    }

    @Override
    public void beforeQuery(ExecutionInfo execution, List<QueryInfo> statements) {
        if (wanted()) {
            execution.addCustomValue(BEGUN, Instant.now());
        }
    }

    @Override
    public void afterQuery(ExecutionInfo execution, List<QueryInfo> statements) {
        Instant begun = execution.getCustomValue(BEGUN, Instant.class);
        if (begun != null && !statements.isEmpty()) {
            tell(statements.get(0).getQuery(), begun, execution.getThrowable());
        }
    }

    @Override
    public void beforeMethod(MethodExecutionContext call) {
        if (isCommit(call) && wanted()) {
            call.addCustomValue(BEGUN, Instant.now());
        }
    }

    @Override
    public void afterMethod(MethodExecutionContext call) {
        Instant begun = isCommit(call) ? call.getCustomValue(BEGUN, Instant.class) : null;
        if (begun != null) {
            tell(COMMIT, begun, call.getThrown());
        }
    }

    private static boolean isCommit(MethodExecutionContext call) {
        return call.getTarget() instanceof Connection
                && COMMIT.equals(call.getMethod().getName());
    }

    private boolean wanted() {
        return Span.current().getSpanContext().isSampled() || transactions.isRunning();
    }

    private void tell(String text, Instant begun, Throwable failure) {
        TimedStatement statement = new TimedStatement(text, database, begun, Instant.now(), failure);
        if (Span.current().getSpanContext().isSampled()) {
            statement.tell(tracer, Context.current());
        } else {
            transactions.keep(statement);
        }
    }
}
