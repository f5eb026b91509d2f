package io.himar.model.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file in the repository that says what an export was made from. It is written last and emptied first, so what it
 * says is complete. While it is open it is locked: of several processes that share a repository one exports, the others
 * wait.
 */
final class ExportMarker implements AutoCloseable {

    private final Path repository;
    private final FileChannel channel;

    private ExportMarker(Path repository, FileChannel channel) {
        this.repository = repository;
        this.channel = channel;
    }

    /** Waits until no other process has it open. */
    static ExportMarker open(Path repository, String name) throws IOException {
        FileChannel channel = FileChannel.open(
                repository.resolve("." + name + ".export"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            channel.lock(); // released by closing
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return new ExportMarker(repository, channel);
    }

    /** Whether the repository holds the export of exactly these sources, every file at its full size. */
    boolean matches(String fingerprint) throws IOException {
        List<String> lines = readLines();
        return !lines.isEmpty() && lines.equals(lines(fingerprint, files(lines)));
    }

    /** Declares that there is no complete export. */
    void clear() throws IOException {
        channel.truncate(0);
        channel.force(true);
    }

    /** Declares the export complete; the files' paths are relative to the repository. */
    void write(String fingerprint, List<String> exported) throws IOException {
        String text = String.join("\n", lines(fingerprint, exported));
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        channel.truncate(0);
        for (long position = 0; bytes.hasRemaining(); ) {
            position += channel.write(bytes, position);
        }
        channel.force(true);
    }

    private List<String> readLines() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // A read may give a part only.
        }
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString().lines().toList();
    }

    private static List<String> files(List<String> lines) {
        return lines.stream()
                .skip(1)
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    /** The fingerprint, then a line "size path" for every file. */
    private List<String> lines(String fingerprint, List<String> exported) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(fingerprint);
        for (String path : exported) {
            Path file = repository.resolve(path);
            long size = Files.isRegularFile(file) ? Files.size(file) : -1;
            lines.add(size + " " + path);
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
