package io.himar.model.safetensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file opened for reading. The header is checked completely at opening: a hostile or damaged file is
 * refused with a {@link SafetensorsException} before any tensor is touched. Tensors are memory-mapped one by one when
 * asked for, so a file may be larger than 2 GB, and views remain valid after {@link #close()}.
 */
public final class SafetensorsFile implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header) {
        this.path = path;
        this.channel = channel;
        this.header = header;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws SafetensorsException if the file is not valid
     * @throws IOException if it cannot be read
     */
    public static SafetensorsFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new SafetensorsFile(path, channel, SafetensorsHeader.read(path, channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The tensors' names, in the header's order. */
    public Set<String> names() {
        return header.tensors().keySet();
    }

    /** The free-form strings of the header. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * One tensor by its name.
     *
     * @throws SafetensorsException if there is no such tensor
     * @throws IOException if it cannot be mapped, for instance because it alone exceeds 2 GB
     */
    public TensorView tensor(String name) throws IOException {
        SafetensorsHeader.Entry entry = entry(name);
        return new TensorView(name, entry.dtype(), entry.shape(), map(name, entry));
    }

    /**
     * One tensor by its name, to be read as a stream while this file is open.
     *
     * @throws SafetensorsException if there is no such tensor
     */
    public TensorContent content(String name) throws SafetensorsException {
        return new Content(entry(name));
    }

    private SafetensorsHeader.Entry entry(String name) throws SafetensorsException {
        SafetensorsHeader.Entry entry = header.tensors().get(name);
        if (entry == null) {
            throw new SafetensorsException(path, "no tensor " + name);
        }
        return entry;
    }

    private final class Content implements TensorContent {
        private final SafetensorsHeader.Entry entry;

        Content(SafetensorsHeader.Entry entry) {
            this.entry = entry;
        }

        @Override
        public DType dtype() {
            return entry.dtype();
        }

        @Override
        public long[] shape() {
            return entry.shape().clone();
        }

        @Override
        public InputStream open() {
            return new FileRange(path, channel, entry.offset(), entry.length());
        }
    }

    private ByteBuffer map(String name, SafetensorsHeader.Entry entry) throws IOException {
        if (entry.length() > Integer.MAX_VALUE) {
            throw new SafetensorsException(
                    path, "tensor " + name + ": " + entry.length() + " bytes (expected: less than 2 GB)");
        }
        if (entry.length() == 0) {
            return ByteBuffer.allocate(0).asReadOnlyBuffer();
        }
        return channel.map(FileChannel.MapMode.READ_ONLY, entry.offset(), entry.length())
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
