package io.himar.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Moves what cannot be used out of the way, so that a person can still look at it. */
final class SetAside {
    private SetAside() {}

    /** Renames a file or directory to the first free {@code NAME.broken-N} beside it, and returns that. */
    static Path move(Path broken) throws IOException {
        for (int number = 1; ; number++) {
            Path aside = broken.resolveSibling(broken.getFileName() + ".broken-" + number);
            if (Files.notExists(aside)) {
                return Files.move(broken, aside);
            }
        }
    }
}
