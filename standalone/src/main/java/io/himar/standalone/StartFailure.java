package io.himar.standalone;

import io.himar.embedded.EmbeddedServerException;
import io.himar.inference.server.RepositoryException;

/** Turns what a part threw into one sentence. */
final class StartFailure {
    private StartFailure() {}

    static SuiteException sentence(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SuiteException said) {
                return said;
            }
            if (each instanceof EmbeddedServerException || each instanceof RepositoryException) {
                return new SuiteException(each.getMessage(), failure);
            }
        }
        return new SuiteException("The suite could not start: " + deepest(failure) + ".", failure);
    }

    /** Frameworks wrap: what went wrong is at the bottom. */
    static String deepest(Throwable failure) {
        Throwable each = failure;
        while (each.getCause() != null && each.getCause() != each) {
            each = each.getCause();
        }
        String message = each.getMessage() == null ? each.getClass().getSimpleName() : each.getMessage();
        String line = message.lines().findFirst().orElse(message).strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
