package io.himar.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/** The pixels of image files: from memory where they are kept there, else decoded. Safe for use by several threads. */
final class DecodedFiles {
    private final ImageFiles files;
    private final PictureDecoder decoder;
    private final PictureMemory memory;

    DecodedFiles(ImageFiles files, int side, PictureMemory memory) {
        this.files = files;
        this.decoder = new PictureDecoder(side);
        this.memory = memory;
    }

    ImageFiles files() {
        return files;
    }

    int side() {
        return decoder.side();
    }

    /** Decodes a file that may be none, and keeps it where there is room. */
    byte[] decode(int file) throws IOException {
        byte[] pixels = decoder.decode(files.path(file));
        memory.keep(file, pixels);
        return pixels;
    }

    /**
     * The pixels of a file that could be decoded before.
     *
     * @throws UncheckedIOException naming a file that was changed, damaged or deleted since
     */
    byte[] pixels(int file) {
        byte[] kept = memory.get(file);
        if (kept != null) {
            return kept;
        }
        try {
            checkUnchanged(file);
            return decode(file);
        } catch (IOException e) {
            String reason = e instanceof NoSuchFileException ? "it is gone" : e.getMessage();
            throw new UncheckedIOException("the picture " + files.path(file) + " can no longer be read: " + reason, e);
        }
    }

    /** Training goes by the pictures whose fingerprint was taken: another one in the same place must not slip in. */
    private void checkUnchanged(int file) throws IOException {
        Path path = files.path(file);
        ImageFile expected = files.files().get(file);
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        if (found.size() != expected.bytes() || ImageFiles.modified(found) != expected.modified()) {
            throw new IOException("it was changed, to " + found.size() + " bytes of " + found.lastModifiedTime()
                    + " (expected: " + expected.bytes() + " bytes of "
                    + Instant.EPOCH.plusNanos(expected.modified()) + ")");
        }
    }
}
