package io.himar.model.checkpoint;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** A checkpoint that cannot be imported; the message is one sentence that names the file. */
public final class CheckpointException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    CheckpointException(Path file, String problem) {
        super(file + ": " + problem);
    }

    CheckpointException(String message) {
        super(message);
    }
}
