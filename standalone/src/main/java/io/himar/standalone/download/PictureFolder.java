package io.himar.standalone.download;

import io.himar.standalone.SuiteException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The folder that pictures are written to. No file is replaced unless that was asked for: a picture whose name is taken
 * by other content gets a numbered one, and one that lies there already is not written again. Safe for several threads.
 */
final class PictureFolder {
    private static final String SUFFIX = ".png";

    private final Path path;
    private final boolean overwrite;
    /** Two pictures of one run never share a file, even where they look alike or where files may be replaced. */
    private final Set<Path> written = new HashSet<>();

    private PictureFolder(Path path, boolean overwrite) {
        this.path = path;
        this.overwrite = overwrite;
    }

    /**
     * Makes the folder if it is missing.
     *
     * @param overwrite whether files of the same name are replaced
     * @throws SuiteException in one sentence, when pictures could not be written to it
     */
    static PictureFolder open(Path path, boolean overwrite) {
        Path folder = path.toAbsolutePath().normalize();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw unwritable(folder, "it is a file", null);
        }
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".himar", SUFFIX));
        } catch (FileAlreadyExistsException file) {
            throw unwritable(folder, file.getMessage() + " is a file", file);
        } catch (IOException failure) {
            throw unwritable(folder, failure.getMessage(), failure);
        }
        return new PictureFolder(folder, overwrite);
    }

    Path path() {
        return path;
    }

    /**
     * Writes a picture, whole or not at all.
     *
     * @param name the file's name as far as it is free, without suffix
     * @return where it lies
     */
    synchronized Path save(String name, byte[] png) {
        try {
            for (int number = 1; ; number++) {
                Path file = path.resolve(name + (number == 1 ? "" : "-" + number) + SUFFIX);
                if (!written.contains(file) && (overwrite || free(file, png))) {
                    replace(file, png);
                    written.add(file);
                    return file;
                }
            }
        } catch (IOException failure) {
            throw unwritable(path, failure.getMessage(), failure);
        }
    }

    private static boolean free(Path file, byte[] png) throws IOException {
        return Files.notExists(file) || holds(file, png);
    }

    private static void replace(Path file, byte[] png) throws IOException {
        if (holds(file, png)) {
            return;
        }
        Path partial = file.resolveSibling("." + file.getFileName() + ".part");
        Files.write(partial, png);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean holds(Path file, byte[] png) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == png.length
                && Arrays.equals(Files.readAllBytes(file), png);
    }

    private static SuiteException unwritable(Path folder, String reason, IOException cause) {
        return new SuiteException(
                "The pictures cannot be written to " + folder + " (" + reason + "): choose another folder with --out.",
                cause);
    }
}
