package io.himar.standalone;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where one suite keeps everything; held by at most one running suite, whose address can be read there. */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "suite.lock";
    private static final String ADDRESS = "address";

    /** What a first start writes, and a first day's pictures. */
    private static final long LEAST_FREE_BYTES = 320L << 20;

    /** Those of this process: asking the file system for a lock that this process has would release it. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Looks, without creating anything, whether a suite could have the directory.
     *
     * @throws SuiteException when another one has it
     */
    static void requireUnused(Path path) {
        if (isHeld(path)) {
            throw used(path);
        }
    }

    /**
     * Creates the directory if needed and takes it for this suite.
     *
     * @throws SuiteException when it cannot be written or another suite has it
     */
    static DataDirectory open(Path path) {
        if (HELD.add(path)) {
            Optional<DataDirectory> opened = Optional.empty();
            try {
                opened = lock(path);
            } catch (IOException failure) {
                throw new SuiteException(
                        "The data directory " + path + " cannot be written by user " + System.getProperty("user.name")
                                + ": choose another with --data.",
                        failure);
            } finally {
                if (opened.isEmpty()) {
                    HELD.remove(path);
                }
            }
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        throw used(path);
    }

    private static SuiteException used(Path path) {
        return new SuiteException("Another suite uses the data directory " + path
                + address(path).map(at -> " and answers at " + at).orElse("")
                + ": stop it, or choose another directory with --data.");
    }

    private static Optional<DataDirectory> lock(Path path) throws IOException {
        requireRoom(path);
        Files.createDirectories(path.resolve("logs"));
        FileChannel lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            return Optional.empty();
        }
        Files.deleteIfExists(path.resolve(ADDRESS));
        return Optional.of(new DataDirectory(path, lock));
    }

    private static void requireRoom(Path path) throws IOException {
        Path existing = path;
        while (Files.notExists(existing)) {
            existing = existing.getParent();
        }
        long free = Files.getFileStore(existing).getUsableSpace();
        if (free < LEAST_FREE_BYTES) {
            throw new SuiteException("The disk of the data directory " + path + " is nearly full: " + (free >> 20)
                    + " MiB are free (expected: at least " + (LEAST_FREE_BYTES >> 20)
                    + " MiB); make room, or choose another directory with --data.");
        }
    }

    /** The address of the suite that runs on a directory, if one does. */
    static Optional<URI> runningSuite(Path path) {
        return isHeld(path) ? address(path) : Optional.empty();
    }

    private static boolean isHeld(Path path) {
        if (HELD.contains(path)) {
            return true;
        }
        try (FileChannel lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE)) {
            return lock.tryLock() == null;
        } catch (IOException missingOrUnreadable) {
            return false;
        }
    }

    Path resolve(String child) {
        return path.resolve(child);
    }

    /** Lets others find this suite. */
    void announce(URI address) {
        try {
            Files.writeString(path.resolve(ADDRESS), address + "\n");
        } catch (IOException failure) {
            throw new SuiteException("The data directory " + path + " cannot be written: " + failure + ".", failure);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve(ADDRESS));
            lock.close();
        } catch (IOException failure) {
            throw new SuiteException("The lock of " + path + " could not be released.", failure);
        } finally {
            HELD.remove(path);
        }
    }

    private static Optional<URI> address(Path path) {
        try {
            return Optional.of(
                    URI.create(Files.readString(path.resolve(ADDRESS)).strip()));
        } catch (IOException | IllegalArgumentException notYetWritten) {
            return Optional.empty();
        }
    }
}
