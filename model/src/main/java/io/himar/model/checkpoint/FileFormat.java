package io.himar.model.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Formats of checkpoint files, told by their first bytes. */
enum FileFormat {
    TORCH_ZIP,
    /** A sequence of pickles, as until PyTorch 1.5. */
    TORCH_LEGACY,
    /** As in the very first versions. */
    TORCH_TAR,
    SAFETENSORS,
    UNKNOWN;

    private static final int PICKLE_PROTOCOL = 0x80;
    private static final int TAR_MAGIC_AT = 257;

    static FileFormat of(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new CheckpointException(path, "a folder (expected: a checkpoint file)");
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(TAR_MAGIC_AT + 5);
        } catch (NoSuchFileException e) {
            throw new CheckpointException("there is no file " + path);
        }
        if (startsWith(head, 0, "PK")) {
            return TORCH_ZIP;
        }
        if (head.length > 8 && head[8] == '{') {
            return SAFETENSORS;
        }
        boolean pickle = head.length > 1 && Byte.toUnsignedInt(head[0]) == PICKLE_PROTOCOL && head[1] <= 5;
        if (pickle) {
            return TORCH_LEGACY;
        }
        return startsWith(head, TAR_MAGIC_AT, "ustar") ? TORCH_TAR : UNKNOWN;
    }

    private static boolean startsWith(byte[] head, int at, String text) {
        return head.length >= at + text.length()
                && new String(head, at, text.length(), StandardCharsets.US_ASCII).equals(text);
    }
}
