package io.himar.model.catalog;

import java.io.Serial;
import java.nio.file.Path;

/** The model repository cannot be used; the message is one sentence that begins with the folder. */
public final class ModelCatalogException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public ModelCatalogException(Path directory, String problem) {
        super(directory.toAbsolutePath() + " " + problem);
    }

    public ModelCatalogException(Path directory, String problem, Throwable cause) {
        super(directory.toAbsolutePath() + " " + problem, cause);
    }
}
