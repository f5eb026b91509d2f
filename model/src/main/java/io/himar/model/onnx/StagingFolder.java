package io.himar.model.onnx;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
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

    /**
     * Moves everything into the repository, where servers and services may be reading it: first the graphs beside those
     * that are there, then what says that they are served, and at last the files beside the graphs. Of each graph the
     * version that was served before is kept, since it may still be in use.
     */
    void moveInto(Path repository) throws IOException {
        Path replaced = Files.createDirectory(path.resolve(".replaced"));
        List<Path> entries =
                entries(path).stream().filter(entry -> !entry.equals(replaced)).toList();
        List<Path> graphs = entries.stream().filter(Files::isDirectory).toList();
        for (Path graph : graphs) {
            Path target = Files.createDirectories(repository.resolve(graph.getFileName()));
            Optional<Path> before = served(target);
            for (Path version : ExportVersion.folders(graph)) {
                putAway(target.resolve(version.getFileName()), replaced);
                Files.move(version, target.resolve(version.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                for (Path other : ExportVersion.folders(target)) {
                    if (!other.getFileName().equals(version.getFileName())
                            && !Optional.of(other).equals(before)) {
                        putAway(other, replaced);
                    }
                }
            }
        }
        for (Path graph : graphs) {
            Path configuration = graph.resolve(TritonModel.CONFIGURATION);
            for (Path file : entries(graph)) {
                if (!file.equals(configuration)) {
                    replace(file, repository.resolve(graph.getFileName()));
                }
            }
            replace(configuration, repository.resolve(graph.getFileName()));
        }
        for (Path file : entries) {
            if (!graphs.contains(file)) {
                replace(file, repository);
            }
        }
    }

    private static Optional<Path> served(Path graph) {
        try {
            return Optional.of(ExportVersion.graph(graph).getParent());
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** A folder that is not empty cannot be replaced by renaming, only moved away. */
    private static void putAway(Path folder, Path replaced) throws IOException {
        if (Files.exists(folder)) {
            Files.move(folder, replaced.resolve(UUID.randomUUID().toString()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void replace(Path file, Path folder) throws IOException {
        Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    @Override
    public void close() throws IOException {
        FileUtils.deleteDirectory(path.toFile());
    }
}
