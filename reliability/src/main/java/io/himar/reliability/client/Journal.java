package io.himar.reliability.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What clients were told, a line each, as it came. */
final class Journal implements AutoCloseable {
    private final Writer writer;

    Journal(Path file) throws IOException {
        writer = Files.newBufferedWriter(file);
    }

    synchronized void told(Object subject, String what) {
        try {
            writer.write(Instant.now() + " " + subject + " " + what + "\n");
            writer.flush();
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        writer.close();
    }
}
