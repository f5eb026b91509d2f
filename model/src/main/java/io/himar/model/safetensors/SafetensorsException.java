package io.himar.model.safetensors;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is not valid safetensors; the message names the file and, where it concerns one, the tensor. */
public final class SafetensorsException extends IOException {

    SafetensorsException(Path file, String problem) {
        super(file + ": " + problem);
    }

    SafetensorsException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
