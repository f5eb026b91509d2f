package io.himar.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Where each part listens, as a properties file in the data directory: for metrics, and for looking inside. */
final class PartAddresses {
    private static final String FILE = "addresses.properties";

    private PartAddresses() {}

    /** @param addresses by the part's name */
    static void write(DataDirectory directory, Map<String, String> addresses) {
        Path file = directory.resolve(FILE);
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(addresses)
                .forEach((part, address) ->
                        lines.append(part).append('=').append(address).append('\n'));
        try {
            Files.writeString(file, lines);
        } catch (IOException failure) {
            throw new SuiteException("The file " + file + " cannot be written: " + failure + ".", failure);
        }
    }
}
