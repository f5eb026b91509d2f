package io.himar.gateway;

import io.himar.model.catalog.ModelCatalogException;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Why the gateway does not start, in a sentence and without a stack trace. Named in {@code spring.factories}. */
final class StartFailures {
    private StartFailures() {}

    /** No usable model repository. */
    static final class Models extends AbstractFailureAnalyzer<ModelCatalogException> {
        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, ModelCatalogException cause) {
            return new FailureAnalysis(
                    "himar.models.directory: " + cause.getMessage(),
                    "Let himar.models.directory name the root of a model repository.",
                    cause);
        }
    }

    /** No database, or one whose schema is not ours. */
    static final class Database extends AbstractFailureAnalyzer<FlywayException> {
        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
            Throwable root = cause;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return new FailureAnalysis(
                    "The database cannot be used: " + root.getMessage(),
                    "Check himar.database.url, himar.database.username and himar.database.password.",
                    cause);
        }
    }
}
