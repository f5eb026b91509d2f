package io.himar.gateway.model;

import java.io.Serial;
import java.nio.file.Path;

/** The model repository cannot be used; the message is one sentence that names the folder. */
public final class ModelCatalogException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    ModelCatalogException(Path directory, String problem) {
        super(message(directory, problem));
    }

    ModelCatalogException(Path directory, String problem, Throwable cause) {
        super(message(directory, problem), cause);
    }

    private static String message(Path directory, String problem) {
        return "himar.models.directory: " + directory.toAbsolutePath() + " " + problem;
    }
}
