package io.himar.training.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Places that a command will write to; what is wrong with one is told before hours of work and not after. */
final class OutputPlace {

    private OutputPlace() {}

    /**
     * Makes a folder where there is none.
     *
     * @throws IllegalArgumentException naming the option where nothing can be written there
     */
    static void folder(String option, Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(option + ": " + folder + " is a file (expected: a folder)");
        }
        try {
            Files.createDirectories(folder);
            // Asking for permission is not enough: a file system may be full, or mounted to be read only.
            Files.delete(Files.createTempFile(folder, ".himar-", ".tmp"));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    option + ": " + folder + " cannot be written to, " + e + " (expected: a folder that can be)", e);
        }
    }

    /**
     * A file in a folder that there must be; null where it was not asked for.
     *
     * @throws IllegalArgumentException naming the option where it cannot be written
     */
    static void file(String option, Path file) {
        if (file == null) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(option + ": " + file + " is a folder (expected: a file)");
        }
        Path parent = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(parent)) {
            throw new IllegalArgumentException(
                    option + ": there is no folder " + parent + " (expected: a file in a folder that exists)");
        }
        folder(option, parent);
    }
}
