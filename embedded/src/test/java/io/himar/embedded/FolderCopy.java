package io.himar.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Copies the folder of a server. Of one that still runs: what would be left of it after a crash at this moment. */
final class FolderCopy {
    private FolderCopy() {}

    static void of(Path source, Path target) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(source)) {
            all = walk.toList();
        }
        Files.createDirectories(target.getParent());
        for (Path each : all) {
            Files.copy(each, target.resolve(source.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
