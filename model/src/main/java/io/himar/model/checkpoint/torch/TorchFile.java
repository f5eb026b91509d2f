package io.himar.model.checkpoint.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of {@code torch.save}: a pickled object, and the storages that its tensors are views of. */
sealed interface TorchFile extends AutoCloseable permits TorchArchive, LegacyFile {

    /** More than any checkpoint's; it is held in memory. */
    int LARGEST_PICKLE = 64 << 20;

    /** @throws TorchFileException if it is no such file */
    static TorchFile open(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(2);
        }
        boolean zip = head.length == 2 && head[0] == 'P' && head[1] == 'K';
        return zip ? TorchArchive.open(file) : LegacyFile.open(file);
    }

    Path file();

    /** The pickled object; see {@link RestrictedUnpickler#read}. */
    Object root() throws IOException;

    /** The values of a storage from one element on. */
    InputStream open(Storage storage, long element) throws IOException;

    @Override
    void close() throws IOException;
}
