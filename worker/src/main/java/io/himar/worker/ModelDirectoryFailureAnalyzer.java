package io.himar.worker;

import io.himar.model.catalog.ModelCatalogException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes a wrong model directory one sentence at start, instead of a stack trace. */
final class ModelDirectoryFailureAnalyzer extends AbstractFailureAnalyzer<ModelCatalogException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ModelCatalogException cause) {
        return new FailureAnalysis(
                "himar.models.directory: " + cause.getMessage(),
                "Export the models, or set himar.models.directory.",
                cause);
    }
}
