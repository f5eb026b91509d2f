package io.himar.worker;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Makes a wrong model directory one sentence at start, instead of a stack trace. */
final class ModelDirectoryFailureAnalyzer extends AbstractFailureAnalyzer<ModelDirectoryException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ModelDirectoryException cause) {
        return new FailureAnalysis(cause.getMessage(), "Export the models, or set himar.models.directory.", cause);
    }
}
