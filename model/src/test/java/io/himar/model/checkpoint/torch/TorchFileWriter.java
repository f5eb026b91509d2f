package io.himar.model.checkpoint.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes files as {@code torch.save} does. */
public final class TorchFileWriter {
    private TorchFileWriter() {}

    /** @param root of Java's maps, lists, strings and numbers, and of {@link Python} values */
    public static Path write(Path file, Object root) throws IOException {
        Map<StorageData, String> keys = new HashMap<>();
        Map<String, StorageData> storages = new LinkedHashMap<>();
        byte[] pickle = PickleWriter.pickle(
                root,
                storage -> keys.computeIfAbsent(storage, added -> {
                    String key = Integer.toString(keys.size());
                    storages.put(key, added);
                    return key;
                }));
        return write(file, pickle, storages, false);
    }

    static Path write(Path file, byte[] pickle, Map<String, StorageData> storages, boolean zip64) throws IOException {
        try (StoredZip zip = new StoredZip(file, zip64)) {
            zip.add("archive/data.pkl", out -> out.write(pickle));
            zip.add("archive/byteorder", out -> out.write("little".getBytes(StandardCharsets.US_ASCII)));
            for (Map.Entry<String, StorageData> storage : storages.entrySet()) {
                zip.add("archive/data/" + storage.getKey(), storage.getValue().values());
            }
            zip.add("archive/version", out -> out.write("3\n".getBytes(StandardCharsets.US_ASCII)));
        }
        return file;
    }
}
