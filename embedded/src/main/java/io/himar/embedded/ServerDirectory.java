package io.himar.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The directory of one embedded server, created if needed and held by at most one running server. */
final class ServerDirectory implements AutoCloseable {
    /** What the largest of the servers writes at its first start, with room for a first day. */
    private static final long LEAST_FREE_BYTES = 256L << 20;

    private static final String LOCK = "in-use.lock";

    /** Those of this process: asking the file system for a lock that this process has would release it. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private ServerDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the directory and takes it for this server.
     *
     * @throws EmbeddedServerException when it cannot be written, its disk is full, or another running server has it
     */
    static ServerDirectory open(String server, Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        if (!HELD.add(path)) {
            throw inUse(server, path);
        }
        try {
            return lock(server, path);
        } catch (RuntimeException failure) {
            HELD.remove(path);
            throw failure;
        }
    }

    private static ServerDirectory lock(String server, Path path) {
        try {
            Files.createDirectories(path);
            requireRoom(server, path);
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw inUse(server, path);
            }
            return new ServerDirectory(path, channel);
        } catch (AccessDeniedException | FileAlreadyExistsException denied) {
            throw new EmbeddedServerException(
                    "The data directory " + path + " of " + server + " cannot be written by user "
                            + System.getProperty("user.name") + ".",
                    denied);
        } catch (IOException failure) {
            throw new EmbeddedServerException(
                    "The data directory " + path + " of " + server + " cannot be used: " + failure.getMessage() + ".",
                    failure);
        }
    }

    private static EmbeddedServerException inUse(String server, Path path) {
        return new EmbeddedServerException("The data directory " + path + " of " + server
                + " is in use by another running server: stop that one or choose another directory.");
    }

    Path path() {
        return path;
    }

    Path resolve(String child) {
        return path.resolve(child);
    }

    /** Room on the disk, or -1 when it cannot be told. */
    long freeMebibytes() {
        try {
            return Files.getFileStore(path).getUsableSpace() >> 20;
        } catch (IOException unknown) {
            return -1;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new EmbeddedServerException("The lock of " + path + " could not be released.", failure);
        } finally {
            HELD.remove(path);
        }
    }

    private static void requireRoom(String server, Path path) throws IOException {
        long free = Files.getFileStore(path).getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw new EmbeddedServerException("The disk of " + path + " is full: " + (free >> 20) + " MiB are free, "
                    + server + " needs at least " + (LEAST_FREE_BYTES >> 20) + " MiB.");
        }
    }
}
