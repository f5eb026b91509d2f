package io.himar.model.checkpoint.torch;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.PickleException;

/**
 * The file that {@code torch.save} wrote before PyTorch 1.6. Five pickles follow one another: a magic number, the
 * format's version, the machine that wrote it, the object, and the storages' keys. Then comes each storage in the order
 * of its key: how many elements it has, an int64, and the elements.
 */
final class LegacyFile implements TorchFile {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final int VERSION = 1001;

    private final Path file;
    private final Object root;
    private final Map<String, Storage> named = new HashMap<>();
    private final Map<String, Long> positions = new HashMap<>();

    private LegacyFile(Path file) throws IOException {
        this.file = file;
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(LARGEST_PICKLE);
        }
        ByteArrayInputStream pickles = new ByteArrayInputStream(head);
        checkStart(pickles);
        this.root = next(pickles);
        Object keys = next(pickles);
        find(keys, (long) head.length - pickles.available());
    }

    /** @throws TorchFileException if it is no such file */
    static LegacyFile open(Path file) throws IOException {
        return new LegacyFile(file);
    }

    private Object next(ByteArrayInputStream pickles) throws IOException {
        return new RestrictedUnpickler(file, this::storage).read(pickles);
    }

    private void checkStart(ByteArrayInputStream pickles) throws IOException {
        if (!MAGIC.equals(next(pickles))) {
            throw new TorchFileException(
                    file, "a pickle, but not one of torch.save (expected: its magic number first)");
        }
        Object version = next(pickles);
        if (!Integer.valueOf(VERSION).equals(version)) {
            throw new TorchFileException(file, "of format version " + version + " (expected: " + VERSION + ")");
        }
        Object machine = next(pickles);
        if (!(machine instanceof Map<?, ?> properties) || !Boolean.TRUE.equals(properties.get("little_endian"))) {
            throw new TorchFileException(file, "not written on a machine whose byte order is little");
        }
    }

    /** A storage's identifier: ("storage", type, key, location, elements, view). Where it lies is known only later. */
    private Storage storage(Object[] id) {
        if (id.length != 6
                || !"storage".equals(id[0])
                || !(id[1] instanceof StorageType type)
                || !(id[2] instanceof String key)) {
            throw new PickleException("an identifier that is no storage's");
        }
        if (id[5] != null) {
            throw new PickleException("storage " + key + " is a view of another (expected: none is)");
        }
        Storage storage = new Storage(key, type.dtype(), StridedTensor.integer(id[4]));
        Storage other = named.putIfAbsent(key, storage);
        if (storage.elements() < 0 || (other != null && !other.equals(storage))) {
            throw new PickleException("storage " + key + " has no size, or several");
        }
        return storage;
    }

    /** Goes from storage to storage by their sizes. */
    private void find(Object keys, long first) throws IOException {
        if (!(keys instanceof List<?> list)) {
            throw new TorchFileException(file, "its pickle is damaged: it lists no storages");
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long position = first;
            for (Object key : list) {
                Storage storage = named.get(key instanceof String name ? name : "");
                if (storage == null) {
                    throw new TorchFileException(file, "storage " + key + " is part of no tensor");
                }
                long elements = elements(channel, position);
                long left = channel.size() - position - Long.BYTES;
                if (elements != storage.elements()
                        || elements > left / storage.dtype().bytes()) {
                    throw new TorchFileException(
                            file,
                            "storage " + key + " has " + elements + " elements, " + left
                                    + " bytes before the file's end (expected: " + storage.elements() + " "
                                    + storage.dtype() + " elements)");
                }
                positions.put(storage.entry(), position + Long.BYTES);
                position += Long.BYTES + elements * storage.dtype().bytes();
            }
        }
        for (String key : named.keySet()) {
            if (!positions.containsKey(key)) {
                throw new TorchFileException(file, "there is no storage " + key + " in the file");
            }
        }
    }

    private long elements(SeekableByteChannel channel, long position) throws IOException {
        ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(position);
        while (count.hasRemaining()) {
            if (channel.read(count) < 0) {
                throw new TorchFileException(file, "was not written to the end");
            }
        }
        return count.flip().getLong();
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Object root() {
        return root;
    }

    @Override
    public InputStream open(Storage storage, long element) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            in.skipNBytes(
                    positions.get(storage.entry()) + element * storage.dtype().bytes());
            return in;
        } catch (EOFException e) {
            in.close();
            throw new TorchFileException(file, "was truncated since it was opened", e);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Every stream has the file opened for itself. */
    @Override
    public void close() {}
}
