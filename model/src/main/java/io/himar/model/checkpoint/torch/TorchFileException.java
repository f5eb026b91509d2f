package io.himar.model.checkpoint.torch;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** A file that is no readable PyTorch checkpoint; the message is one sentence that names the file. */
public final class TorchFileException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    TorchFileException(Path file, String problem) {
        super(file + ": " + problem);
    }

    TorchFileException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
