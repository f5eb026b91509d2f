package io.himar.model.checkpoint.torch;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import net.razorvine.pickle.PickleException;

/**
 * The zip file that {@code torch.save} writes since PyTorch 1.6: {@code NAME/data.pkl} is the pickle,
 * {@code NAME/data/KEY} are the storages, little-endian and not compressed.
 */
final class TorchArchive implements TorchFile {

    private static final String PICKLE = "/data.pkl";

    private final Path file;
    private final ZipFile zip;
    private final String folder;

    private TorchArchive(Path file, ZipFile zip, String folder) {
        this.file = file;
        this.zip = zip;
        this.folder = folder;
    }

    /** @throws TorchFileException if it is no such archive */
    static TorchArchive open(Path file) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new TorchFileException(
                    file, "its zip archive is damaged or was not written to the end (" + e.getMessage() + ")", e);
        }
        try {
            TorchArchive archive = new TorchArchive(file, zip, folder(file, zip));
            archive.checkByteOrder();
            return archive;
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static String folder(Path file, ZipFile zip) throws TorchFileException {
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
                return name.substring(0, name.length() - PICKLE.length());
            }
        }
        throw new TorchFileException(file, "a zip archive without data.pkl (expected: one that torch.save wrote)");
    }

    private void checkByteOrder() throws IOException {
        ZipEntry entry = zip.getEntry(folder + "/byteorder");
        if (entry == null) {
            return;
        }
        try (InputStream in = zip.getInputStream(entry)) {
            String order = new String(in.readNBytes(16), StandardCharsets.US_ASCII).strip();
            if (!order.equals("little")) {
                throw new TorchFileException(
                        file, "written on a machine whose byte order is " + order + " (expected: little)");
            }
        }
    }

    @Override
    public Object root() throws IOException {
        byte[] pickle;
        try (InputStream in = zip.getInputStream(zip.getEntry(folder + PICKLE))) {
            pickle = in.readNBytes(LARGEST_PICKLE + 1);
        } catch (ZipException e) {
            throw new TorchFileException(file, "its pickle cannot be unpacked (" + e.getMessage() + ")", e);
        }
        if (pickle.length > LARGEST_PICKLE) {
            throw new TorchFileException(file, "its pickle is larger than " + LARGEST_PICKLE + " bytes");
        }
        return new RestrictedUnpickler(file, this::storage).read(new ByteArrayInputStream(pickle));
    }

    /**
     * A storage's identifier: ("storage", type, key, location, elements). The location was a device; it is not ours.
     */
    private Storage storage(Object[] id) {
        if (id.length != 5
                || !"storage".equals(id[0])
                || !(id[1] instanceof StorageType type)
                || !(id[2] instanceof String key)) {
            throw new PickleException("an identifier that is no storage's");
        }
        String name = folder + "/data/" + key;
        long elements = StridedTensor.integer(id[4]);
        long size = Optional.ofNullable(zip.getEntry(name))
                .map(ZipEntry::getSize)
                .orElseThrow(() -> new PickleException("there is no storage " + key + " in the archive"));
        if (elements < 0 || elements > size / type.dtype().bytes()) {
            throw new PickleException("storage " + key + " has " + size + " bytes (expected: " + elements + " "
                    + type.dtype() + " elements)");
        }
        return new Storage(name, type.dtype(), elements);
    }

    @Override
    public InputStream open(Storage storage, long element) throws IOException {
        InputStream in = values(storage);
        try {
            in.skipNBytes(element * storage.dtype().bytes());
            return in;
        } catch (EOFException e) {
            in.close();
            throw new TorchFileException(file, storage.entry() + " is truncated", e);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private InputStream values(Storage storage) throws IOException {
        try {
            return zip.getInputStream(zip.getEntry(storage.entry()));
        } catch (ZipException e) {
            throw new TorchFileException(file, storage.entry() + " is damaged (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
