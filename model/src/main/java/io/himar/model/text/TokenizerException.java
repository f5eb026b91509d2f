package io.himar.model.text;

import java.io.IOException;
import java.nio.file.Path;

/** A tokenizer's file is missing, damaged, or not one of the encoder beside it; the message is one sentence. */
public final class TokenizerException extends IOException {
    private static final long serialVersionUID = 1L;

    public TokenizerException(Path file, String problem) {
        super(file + ": " + problem);
    }

    public TokenizerException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
