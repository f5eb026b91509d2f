package io.himar.standalone.command;

import io.himar.standalone.download.Downloads;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of the commands that always download pictures: where to. */
final class DownloadOptions {
    private static final String FOLDER = "out";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = FOLDER,
            description = "Where the images go (default: ${DEFAULT-VALUE}). A file that is there stays: an image whose"
                    + " name is taken gets a numbered one.")
    private Path out;

    @Option(names = "--overwrite", description = "Replace files of the same name.")
    private boolean overwrite;

    /** Makes the folder, and checks that it can be written. */
    Downloads open() {
        return Downloads.into(out, overwrite);
    }

    /** These options as they were given, each after a space, for repeating them in another command. */
    String asGiven() {
        return (out.equals(Path.of(FOLDER)) ? "" : " --out " + ShellWord.of(out)) + (overwrite ? " --overwrite" : "");
    }
}
