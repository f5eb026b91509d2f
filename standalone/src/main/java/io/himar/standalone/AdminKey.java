package io.himar.standalone;

import io.himar.embedded.OwnerOnlyFile;
import io.himar.gateway.access.KeyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The first API key of a suite that asks for keys: that of the environment variable {@value #VARIABLE}, or one of its
 * own, which it keeps in a file that its owner alone can read.
 */
public final class AdminKey {
    public static final String VARIABLE = "HIMAR_ADMIN_KEY";

    private static final String FILE = "admin-key";

    private AdminKey() {}

    /** Where a suite keeps its own. */
    public static Path file(Path data) {
        return data.resolve(FILE);
    }

    /** That of the suite that keeps its data here, if it has one of its own. */
    public static Optional<String> read(Path data) {
        try {
            return Optional.of(Files.readString(file(data)).strip()).filter(key -> !key.isEmpty());
        } catch (IOException missing) {
            return Optional.empty();
        }
    }

    /** The key that the gateway is to be given: the one that was kept, or a new one, which is kept from now on. */
    static String kept(Path data, Map<String, String> environment) {
        String given = environment.getOrDefault(VARIABLE, "");
        if (!given.isBlank()) {
            return given;
        }
        return read(data).orElseGet(() -> {
            String key = KeyText.random().text();
            try {
                OwnerOnlyFile.write(file(data), key + "\n");
            } catch (IOException failure) {
                throw new SuiteException("The file " + file(data) + " cannot be written: " + failure + ".", failure);
            }
            return key;
        });
    }
}
