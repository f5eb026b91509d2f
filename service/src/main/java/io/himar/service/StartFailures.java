package io.himar.service;

import io.himar.model.catalog.ModelCatalogException;
import io.himar.service.settings.InvalidSettingException;
import java.util.Locale;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Why a service does not start, in a sentence and without a stack trace. Named in {@code spring.factories}. */
final class StartFailures {
    private StartFailures() {}

    /** A setting is missing or wrong. Comes before Spring's own analysis, which tells of classes. */
    static final class Settings extends AbstractFailureAnalyzer<InvalidSettingException> implements Ordered {
        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingException cause) {
            String variable =
                    cause.setting().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            return new FailureAnalysis(
                    cause.getMessage(),
                    "Set it as --" + cause.setting() + "=... or as the environment variable " + variable + ".",
                    cause);
        }

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }
    }

    /** No usable model repository. */
    static final class Models extends AbstractFailureAnalyzer<ModelCatalogException> {
        @Override
        protected FailureAnalysis analyze(Throwable rootFailure, ModelCatalogException cause) {
            return new FailureAnalysis(
                    "himar.models.directory: " + cause.getMessage(),
                    "Export the models, or let himar.models.directory name the root of a model repository.",
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
