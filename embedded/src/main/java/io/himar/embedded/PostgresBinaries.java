package io.himar.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.FileUtils;
import org.tukaani.xz.XZInputStream;

/** The Postgres programs, unpacked once per user and build from the archive that comes as a dependency. */
final class PostgresBinaries {
    private static Path found;

    private PostgresBinaries() {}

    /** The directory that holds {@code bin/postgres}; unpacked if it is not there yet. */
    static synchronized Path unpacked() throws IOException {
        if (found == null || Files.notExists(found)) {
            found = find();
        }
        return found;
    }

    private static Path find() throws IOException {
        byte[] archive = archive();
        Path cache = cache();
        Path target = cache.resolve("postgres-" + fingerprint(archive));
        if (Files.notExists(target)) {
            unpack(archive, cache, target);
        }
        return target;
    }

    private static byte[] archive() throws IOException {
        String system = system();
        String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            if (in == null) {
                throw new EmbeddedServerException(
                        "There are no Postgres programs for " + system + " on " + machine + " among the dependencies.");
            }
            return in.readAllBytes();
        } catch (IllegalStateException missing) {
            throw new EmbeddedServerException(
                    "There are no Postgres programs for " + system + " on " + machine + ": " + missing.getMessage(),
                    missing);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return "Darwin";
        }
        return name.contains("windows") ? "Windows" : "Linux";
    }

    private static Path cache() throws IOException {
        String given = System.getenv("XDG_CACHE_HOME");
        Path home = given != null && !given.isBlank()
                ? Path.of(given)
                : Path.of(System.getProperty("user.home")).resolve(".cache");
        try {
            return Files.createDirectories(home.resolve("himar"));
        } catch (IOException noHome) {
            // Accounts of services often have no home; any other user's leftovers there must not be trusted.
            return Files.createTempDirectory("himar-");
        }
    }

    /** Unpacks beside the target and moves it there as one: several processes may do so at the same time. */
    private static void unpack(byte[] archive, Path cache, Path target) throws IOException {
        Path partial = Files.createTempDirectory(cache, "postgres-");
        try (TarArchiveInputStream tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZInputStream(new java.io.ByteArrayInputStream(archive)), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, partial);
            }
            partial.toFile().setReadable(true, false);
            partial.toFile().setExecutable(true, false);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            FileUtils.deleteDirectory(partial.toFile());
            if (Files.notExists(target)) {
                throw failure;
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path directory) throws IOException {
        Path path = directory.resolve(entry.getName()).normalize();
        if (!path.startsWith(directory)) {
            throw new IOException("the archive of Postgres names a path outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            boolean program = directory.relativize(path).startsWith("bin");
            if (program && !path.toFile().setExecutable(true, false)) {
                throw new IOException(path + " could not be made executable");
            }
        }
    }

    private static String fingerprint(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest).substring(0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
