package io.himar.model.safetensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Writes safetensors files. A file is complete or absent, even if the machine stops in the middle. */
public final class SafetensorsWriter {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** The data begin at a multiple of this, so that every mapped element is aligned. */
    private static final int ALIGNMENT = 8;

    private static final int CHUNK = 1 << 20;

    private SafetensorsWriter() {}

    /**
     * Writes to a temporary file in the same folder, forces it to disk, then renames it over {@code path}.
     *
     * @param tensors by name; equal tensors give equal files, whatever the map's order
     * @param metadata free-form strings for the header; may be empty
     */
    public static void write(Path path, Map<String, ? extends TensorContent> tensors, Map<String, String> metadata)
            throws IOException {
        List<Map.Entry<String, TensorContent>> inOrder = new ArrayList<>();
        tensors.forEach((name, tensor) -> inOrder.add(Map.entry(name, tensor)));
        // Wide elements come first. So offsets stay aligned without padding, which the format forbids.
        inOrder.sort(Comparator.comparingInt((Map.Entry<String, TensorContent> e) ->
                        -e.getValue().dtype().bytes())
                .thenComparing(Map.Entry::getKey));
        Path temporary = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeFully(channel, header(inOrder, metadata));
                for (Map.Entry<String, TensorContent> tensor : inOrder) {
                    copy(tensor.getKey(), tensor.getValue(), channel);
                }
                channel.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static ByteBuffer header(List<Map.Entry<String, TensorContent>> tensors, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put(SafetensorsHeader.METADATA, new TreeMap<>(metadata));
        }
        long offset = 0;
        for (Map.Entry<String, TensorContent> entry : tensors) {
            TensorContent tensor = entry.getValue();
            long end = offset + tensor.bytes();
            Map<String, Object> description = new LinkedHashMap<>();
            description.put("dtype", tensor.dtype().name());
            description.put("shape", tensor.shape());
            description.put("data_offsets", new long[] {offset, end});
            header.put(entry.getKey(), description);
            offset = end;
        }
        byte[] json = JSON.writeValueAsBytes(header);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(padded).put(json);
        while (buffer.hasRemaining()) {
            buffer.put((byte) ' ');
        }
        return buffer.flip();
    }

    private static void copy(String name, TensorContent tensor, FileChannel channel) throws IOException {
        long written = 0;
        byte[] chunk = new byte[CHUNK];
        try (InputStream values = tensor.open()) {
            for (int count = values.read(chunk); count >= 0; count = values.read(chunk)) {
                writeFully(channel, ByteBuffer.wrap(chunk, 0, count));
                written += count;
            }
        }
        if (written != tensor.bytes()) {
            throw new IOException(
                    "tensor " + name + ": " + written + " bytes of values (expected: " + tensor.bytes() + ")");
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
