package io.himar.scheduler;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a sentence why the scheduler does not start without its database, instead of a stack trace. */
final class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<FlywayException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FlywayException failure) {
        Throwable cause = findCause(failure, SQLException.class);
        return new FailureAnalysis(
                "The database cannot be brought to the schema of this version: "
                        + (cause == null ? failure : cause).getMessage(),
                "Check himar.database.url, .username and .password, and that the server runs.",
                failure);
    }
}
