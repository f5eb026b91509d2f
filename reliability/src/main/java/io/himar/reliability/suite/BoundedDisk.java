package io.himar.reliability.suite;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder that holds so much and no more: a file system of its own in memory, where this user may mount one. */
public final class BoundedDisk implements AutoCloseable {
    private static final int MEBIBYTES = 1024;
    private static final int PIECE = 1 << 20;

    private final Path folder;
    private final Path filler;

    private BoundedDisk(Path folder) {
        this.folder = folder;
        this.filler = folder.resolve(".filler");
    }

    /** Makes the folder such a disk; empty where that is not allowed. */
    static Optional<BoundedDisk> mount(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        boolean mounted = ran("mount", "-t", "tmpfs", "-o", "size=" + MEBIBYTES + "m", "tmpfs", folder.toString());
        return mounted ? Optional.of(new BoundedDisk(folder)) : Optional.empty();
    }

    /** Writes until nothing more can be written. */
    public void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            // Smaller and smaller pieces, so that not a byte is left.
            for (int piece = PIECE; piece > 0; piece /= 2) {
                writeAll(out, new byte[piece]);
            }
        }
    }

    private static void writeAll(OutputStream out, byte... piece) {
        try {
            while (true) {
                out.write(piece);
            }
        } catch (IOException full) {
            // Nothing of this size fits any more.
        }
    }

    /** Whether nothing more can be written. */
    public boolean full() throws IOException {
        return Files.getFileStore(folder).getUsableSpace() == 0;
    }

    /** Takes away what {@link #fill} wrote. */
    public void empty() throws IOException {
        Files.deleteIfExists(filler);
    }

    @Override
    public void close() {
        try {
            // Whoever still has files there keeps them; the place is gone from the tree.
            if (!ran("umount", "--lazy", folder.toString())) {
                System.err.println(folder + " is still mounted");
            }
        } catch (IOException e) {
            System.err.println(folder + " is still mounted: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean ran(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
