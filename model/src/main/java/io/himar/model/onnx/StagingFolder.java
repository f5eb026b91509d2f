package io.himar.model.onnx;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/** A temporary folder inside a repository, on its file system, whose entries are renamed into place together. */
record StagingFolder(Path path) implements AutoCloseable {

    private static final String SUFFIX = ".tmp";

    /** Deletes what interrupted exports of a model left; call it only while no other export of it runs. */
    static void deleteLeftovers(Path repository, String name) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(repository, "." + name + ".*" + SUFFIX)) {
            for (Path leftover : leftovers) {
                new StagingFolder(leftover).close();
            }
        }
    }

    static StagingFolder in(Path repository, String name) throws IOException {
        return new StagingFolder(
                Files.createDirectory(repository.resolve("." + name + "." + UUID.randomUUID() + SUFFIX)));
    }

    /** The paths of all files in it, relative to it. */
    List<String> files() throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> path.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** Replaces the repository's entries of the same names. */
    void moveInto(Path repository) throws IOException {
        Path replaced = Files.createDirectory(path.resolve(".replaced"));
        for (Path entry : entries()) {
            if (entry.equals(replaced)) {
                continue;
            }
            Path target = repository.resolve(entry.getFileName());
            if (Files.exists(target)) {
                // A folder that is not empty cannot be replaced by renaming, only moved away.
                Files.move(target, replaced.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.toList();
        }
    }

    @Override
    public void close() throws IOException {
        FileUtils.deleteDirectory(path.toFile());
    }
}
